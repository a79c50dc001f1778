package dev.plumbline.stores.redshift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session over the Redshift driver. */
final class JdbcRedshiftSession implements RedshiftSession {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcRedshiftSession.class);

  private final Connection connection;

  JdbcRedshiftSession(Connection connection) {
    this.connection = connection;
  }

  @Override
  public int execute(String sql, Object... parameters) throws SQLException {
    LOG.debug("{}", sql);
    if (parameters.length == 0) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
        return Math.max(0, statement.getUpdateCount());
      }
    }
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  @Override
  public List<Row> query(String sql, Object... parameters) throws SQLException {
    LOG.debug("{}", sql);
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet results = statement.executeQuery()) {
      return rows(results);
    }
  }

  @Override
  public void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public void rollback() {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      LOG.debug("The session is gone, and its transaction with it: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("The session was gone already: {}", e.getMessage());
    }
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        bind(statement, i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.VARCHAR);
    } else if (value instanceof Instant instant) {
      statement.setObject(index, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    } else {
      statement.setObject(index, value);
    }
  }

  private static List<Row> rows(ResultSet results) throws SQLException {
    ResultSetMetaData columns = results.getMetaData();
    List<Row> rows = new ArrayList<>();
    while (results.next()) {
      Map<String, String> texts = new HashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        texts.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), results.getString(i));
      }
      rows.add(new Row(texts));
    }
    return rows;
  }
}
