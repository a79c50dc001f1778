package dev.plumbline.spark.source;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.spark.source.PostgresSource.Part;
import dev.plumbline.stores.digest.SessionFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.DataType;
import scala.Function1;

/** Streams the rows of one range out of a snapshot that its session joins. */
final class PostgresRowReader implements PartitionReader<InternalRow> {
  /** Rows in memory at once. */
  private static final int FETCH_SIZE = 1_000;

  private final String table;
  private final List<DeclaredColumn> columns;
  private final List<Boolean> binary;
  private final List<String> key;
  private final List<Function1<Object, Object>> converters = new ArrayList<>();
  private final Connection connection;
  private final ResultSet rows;
  private InternalRow row;

  PostgresRowReader(
      Part part,
      SessionFactory sessions,
      String table,
      List<DeclaredColumn> columns,
      List<Boolean> binary,
      List<String> key) {
    this.table = table;
    this.columns = columns;
    this.binary = binary;
    this.key = key;
    for (DeclaredColumn column : columns) {
      converters.add(
          CatalystTypeConverters.createToCatalystConverter(
              DataType.fromDDL(column.type().spark())));
    }
    try {
      this.connection = sessions.open();
      this.rows = execute(part);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private ResultSet execute(Part part) throws SQLException {
    try {
      PreparedStatement statement = connection.prepareStatement(part.sql());
      statement.setFetchSize(FETCH_SIZE);
      for (int i = 0; i < part.bounds().size(); i++) {
        statement.setLong(i + 1, part.bounds().get(i));
      }
      return statement.executeQuery();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public boolean next() {
    try {
      if (!rows.next()) {
        return false;
      }
      Object[] values = new Object[columns.size()];
      for (int i = 0; i < values.length; i++) {
        Object given = binary.get(i) ? rows.getBytes(i + 1) : rows.getString(i + 1);
        values[i] = converters.get(i).apply(columns.get(i).value(given));
      }
      row = new GenericInternalRow(values);
      return true;
    } catch (UnfitValueException e) {
      throw new SourceException("Cannot read " + table + where() + ": " + e.getMessage(), e);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private String where() {
    List<String> values = new ArrayList<>();
    try {
      for (String name : key) {
        for (int i = 0; i < columns.size(); i++) {
          if (columns.get(i).name().equals(name)) {
            values.add(name + " = " + rows.getString(i + 1));
          }
        }
      }
    } catch (SQLException e) {
      return "";
    }
    return values.isEmpty() ? "" : ", row with " + String.join(", ", values);
  }

  private SourceException failure(SQLException e) {
    return new SourceException("Cannot read table " + table + ": " + e.getMessage(), e);
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
