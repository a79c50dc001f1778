package dev.plumbline.core.table;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of one source column, with its parameters.
 *
 * @param length characters or bytes of CHAR, VARCHAR, BINARY, VARBINARY; bits of BIT; else 0
 * @param precision digits of DECIMAL, or fractional digits of a time type
 * @param scale digits after the point of DECIMAL
 * @param sql the type as MySQL writes it, such as {@code enum('a','b')}: what DDL on the source
 *     uses
 */
public record ColumnType(MySqlType type, int length, int precision, int scale, String sql)
    implements Serializable {
  /** Redshift's limit for VARCHAR, in bytes. */
  public static final int VARCHAR_MAX_BYTES = 65_535;

  /**
   * Reads a type as MySQL writes it in DDL and in {@code information_schema.columns.column_type}.
   *
   * @throws IllegalArgumentException when the text is not a MySQL type
   */
  public static ColumnType parse(String sql) {
    return ColumnTypeParser.parse(sql);
  }

  /** The type in bronze, as Spark DDL. */
  public String spark() {
    return fill(type.spark());
  }

  /** The Redshift type into which COPY loads the bronze Parquet column. */
  public String staging() {
    return fill(type.staging());
  }

  /** The Redshift type of the fallback table. */
  public String fallback() {
    return fill(type.fallback());
  }

  /** The Redshift type that zero-ETL gives the column; empty where it does not support the type. */
  public Optional<String> replica() {
    return Optional.ofNullable(type.replica()).map(this::fill);
  }

  /** The Redshift type under which readers see the column. */
  public String serving() {
    return fill(type.serving());
  }

  public CanonicalForm canonical() {
    return type.canonical();
  }

  private String fill(String template) {
    return template
        .replace("{4n}", Long.toString(Math.max(1, Math.min(4L * length, VARCHAR_MAX_BYTES))))
        .replace("{n}", Integer.toString(Math.max(1, Math.min(length, VARCHAR_MAX_BYTES))))
        .replace("{p}", Integer.toString(precision))
        .replace("{s}", Integer.toString(scale));
  }

  @Override
  public String toString() {
    return sql.toLowerCase(Locale.ROOT);
  }
}
