package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import java.io.Serializable;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column as it lies in one store.
 *
 * @param name the compared column's name
 * @param physical the column's name in the store, exactly as it is there
 * @param sqlType the store's type in its own notation, such as {@code VARCHAR(40)}
 */
public record StoredColumn(String name, String physical, Storage storage, String sqlType)
    implements Serializable {
  private static final Pattern LENGTH = Pattern.compile("\\(\\s*([0-9]+)");

  /** Character sets whose bytes are UTF-8 already. */
  private static final Set<String> UTF8 = Set.of("utf8mb4", "utf8mb3", "utf8", "ascii", "us-ascii");

  /**
   * A column of the source.
   *
   * @param charset as {@code information_schema} names it; empty when unknown
   */
  public static StoredColumn mySql(ColumnSpec column, String charset) {
    Storage storage = mySqlStorage(column.type());
    boolean utf8 = UTF8.contains(charset.toLowerCase(Locale.ROOT));
    return new StoredColumn(
        column.name(),
        column.name(),
        storage == Storage.TEXT && !utf8 ? Storage.TEXT_CONVERTED : storage,
        column.type().sql());
  }

  /**
   * As {@link #mySql}, as the column is extracted: by its declaration dates that no calendar holds
   * become NULL, or their rows cannot be read.
   */
  public static StoredColumn extracted(ColumnSpec column, String charset) {
    StoredColumn stored = mySql(column, charset);
    boolean fails = column.zeroDates() == ZeroDates.FAIL;
    Storage storage =
        switch (stored.storage) {
          case DATE -> fails ? Storage.CALENDAR_DATE : Storage.DATE_OR_NULL;
          case TIMESTAMP -> fails ? Storage.CALENDAR_TIMESTAMP : Storage.TIMESTAMP_OR_NULL;
          default -> stored.storage;
        };
    return new StoredColumn(stored.name, stored.physical, storage, stored.sqlType);
  }

  /**
   * A column in Redshift or PostgreSQL.
   *
   * @param sqlType the type that the column has there, such as {@link ColumnType#fallback()}
   */
  public static StoredColumn redshift(ColumnSpec column, String sqlType) {
    return new StoredColumn(
        column.name(), column.name(), redshiftStorage(column.type(), sqlType), sqlType);
  }

  /** The bytes that the column holds at most; empty where its type states none. */
  public OptionalLong width() {
    Matcher matcher = LENGTH.matcher(sqlType);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static Storage mySqlStorage(ColumnType type) {
    boolean zerofill = type.sql().toLowerCase(Locale.ROOT).contains("zerofill");
    return switch (type.canonical()) {
      case INTEGER ->
          type.type() == MySqlType.YEAR
              ? Storage.YEAR
              : zerofill ? Storage.ZEROFILL : Storage.INTEGER;
      case DECIMAL -> Storage.DECIMAL;
      case FLOAT32 -> Storage.FLOAT;
      case FLOAT64 -> Storage.DOUBLE;
      case BITS -> Storage.BIT;
      case BYTES -> Storage.BYTES;
      case TEXT, PADDED_TEXT -> Storage.TEXT;
      case DATE -> Storage.DATE;
      case LOCAL_MICROS, INSTANT_MICROS -> Storage.TIMESTAMP;
      case DURATION_MICROS -> Storage.TIME;
      case JSON -> Storage.JSON;
    };
  }

  private static Storage redshiftStorage(ColumnType type, String sqlType) {
    boolean text = sqlType.toUpperCase(Locale.ROOT).startsWith("VARCHAR");
    return switch (type.canonical()) {
      case INTEGER -> text ? Storage.YEAR_TEXT : Storage.INTEGER;
      case DECIMAL -> text ? Storage.DECIMAL_TEXT : Storage.DECIMAL;
      case FLOAT32 -> Storage.FLOAT;
      case FLOAT64 -> Storage.DOUBLE;
      case BITS, BYTES -> Storage.BYTES;
      case TEXT, PADDED_TEXT -> Storage.TEXT;
      case DATE -> Storage.DATE;
      case LOCAL_MICROS, INSTANT_MICROS ->
          sqlType.toUpperCase(Locale.ROOT).endsWith("TZ")
              ? Storage.TIMESTAMP_TZ
              : Storage.TIMESTAMP;
      case DURATION_MICROS -> text ? Storage.TIME_TEXT : Storage.MICROS;
      case JSON -> text ? Storage.JSON_TEXT : Storage.JSON;
    };
  }
}
