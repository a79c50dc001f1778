package dev.plumbline.core.schema;

import dev.plumbline.core.schema.SourceTable.Column;
import dev.plumbline.core.schema.SourceTable.ForeignKey;
import dev.plumbline.core.schema.SourceTable.Generation;
import dev.plumbline.core.schema.SourceTable.Index;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds source tables for tests. */
public final class Tables {
  private final TableName name;
  private final List<Column> columns = new ArrayList<>();
  private final List<Index> indexes = new ArrayList<>();
  private final List<ForeignKey> foreignKeys = new ArrayList<>();
  private String engine = "InnoDB";
  private long rows = 10;
  private long bytes = 16_384;

  private Tables(String name) {
    this.name = new TableName("shop", name);
  }

  public static Tables table(String name) {
    return new Tables(name);
  }

  /**
   * @param type with {@code not null} where it is so
   */
  public Tables column(String column, String type) {
    return column(column, type, false);
  }

  /** A column that the server sets whenever it updates the row. */
  public Tables stamped(String column, String type) {
    return column(column, type, true);
  }

  private Tables column(String column, String type, boolean stamped) {
    boolean notNull = type.endsWith(" not null");
    String sql = notNull ? type.substring(0, type.length() - " not null".length()) : type;
    columns.add(
        new Column(
            column, sql, parse(sql), !notNull, Optional.empty(), Generation.NONE, false, stamped));
    return this;
  }

  public Tables primaryKey(String... key) {
    indexes.add(new Index("PRIMARY", true, true, false, true, List.of(key)));
    return this;
  }

  public Tables unique(String index, String... key) {
    indexes.add(new Index(index, false, true, false, true, List.of(key)));
    return this;
  }

  public Tables index(String index, String... key) {
    indexes.add(new Index(index, false, false, false, true, List.of(key)));
    return this;
  }

  public Tables references(String column, String parent, String onDelete) {
    foreignKeys.add(
        new ForeignKey(
            "fk_" + column,
            List.of(column),
            new TableName("shop", parent),
            List.of("id"),
            onDelete,
            "NO ACTION"));
    return this;
  }

  public Tables engine(String name) {
    engine = name;
    return this;
  }

  public Tables holding(long rowCount, long byteCount) {
    rows = rowCount;
    bytes = byteCount;
    return this;
  }

  public SourceTable build() {
    return new SourceTable(name, engine, rows, bytes, false, columns, indexes, foreignKeys);
  }

  private static Optional<ColumnType> parse(String sql) {
    try {
      return Optional.of(ColumnType.parse(sql));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
