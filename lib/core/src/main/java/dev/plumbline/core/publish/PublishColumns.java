package dev.plumbline.core.publish;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.publish.PublishTable.Column;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.TooLong;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which columns a table has in Redshift, worked out from its declaration. */
public final class PublishColumns {
  /** Columns of ours that follow the declared ones in bronze; loaded, but not published. */
  private static final List<Column> BOOKKEEPING =
      List.of(
          unpublished("_run_id", "VARCHAR(64)"),
          unpublished("_ingested_at", "TIMESTAMP"),
          unpublished("_source", "VARCHAR(65535)"));

  private static final int SHA256_HEX_DIGITS = 64;
  private static final int MAX_VARBYTE = 16_777_216;
  private static final int MAX_DIGITS = 38;
  private static final int MAX_SCALE = 37;
  private static final Pattern DECIMAL =
      Pattern.compile("(?:decimal|dec|numeric)\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\)");
  private static final Pattern BOUNDED_TEXT = Pattern.compile("(?:varchar|char)\\(\\s*\\d+\\s*\\)");

  private PublishColumns() {}

  /**
   * The columns of a fallback table, in the order of bronze's Parquet files, in exactly the shape
   * of the replica but with widths that hold every value.
   */
  public static List<Column> fallback(TableSpec table) {
    List<Column> columns = new ArrayList<>();
    for (ColumnSpec column : table.columns()) {
      columns.add(
          new Column(
              column.name(),
              column.type().staging(),
              Optional.of(column.type().fallback()),
              Expressions.of(column.type()),
              column.nullable() || column.zeroDates() == ZeroDates.NULL));
    }
    columns.addAll(BOOKKEEPING);
    return List.copyOf(columns);
  }

  /**
   * Text columns of bronze that are staged as bytes, so that their Parquet files have to hold
   * bytes.
   */
  public static Set<String> textLoadedAsBytes(TableSpec table) {
    return table.columns().stream()
        .filter(column -> column.type().spark().equals("string"))
        .filter(column -> column.type().staging().startsWith("VARBYTE"))
        .map(ColumnSpec::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Text columns whose longer values are cut, so that their Parquet files have to hold them cut.
   *
   * @return bytes that each may have at most
   */
  public static Map<String, Integer> cutText(TableSpec table) {
    return table.columns().stream()
        .filter(column -> column.tooLong() == TooLong.CUT)
        .filter(column -> column.type().fallback().startsWith("VARCHAR"))
        .collect(
            Collectors.toUnmodifiableMap(ColumnSpec::name, column -> ColumnType.VARCHAR_MAX_BYTES));
  }

  /**
   * The columns of a silver or gold table, in the order of its Parquet files.
   *
   * @throws PlumblineException exit 2 when a column's type has no counterpart in Redshift
   */
  public static List<Column> model(ModelSpec model) {
    return model.columns().stream().map(column -> column(model, column)).toList();
  }

  private static Column column(ModelSpec model, ModelSpec.Column column) {
    if (column.mask() == Mask.SHA256) {
      return plain(column, "VARCHAR(" + Math.max(SHA256_HEX_DIGITS, column.length()) + ")");
    }
    String type = column.type().strip().toLowerCase(Locale.ROOT);
    Matcher decimal = DECIMAL.matcher(type);
    if (decimal.matches()) {
      return plain(column, decimal(model, column, decimal));
    }
    if (BOUNDED_TEXT.matcher(type).matches()) {
      return plain(column, "VARCHAR(" + column.length() + ")");
    }
    return switch (type) {
      case "string" -> plain(column, "VARCHAR(" + column.length() + ")");
      case "bigint", "long" -> plain(column, "BIGINT");
      case "int", "integer" -> plain(column, "INTEGER");
      // Iceberg has no narrower integer than int, so that is what the Parquet file holds.
      case "smallint", "short", "tinyint", "byte" -> narrowed(column);
      case "boolean" -> plain(column, "BOOLEAN");
      case "float", "real" -> plain(column, "REAL");
      case "double" -> plain(column, "DOUBLE PRECISION");
      case "decimal", "dec", "numeric" -> plain(column, "DECIMAL(10,0)");
      case "date" -> plain(column, "DATE");
      case "timestamp", "timestamp_ntz", "timestamp_ltz" -> plain(column, "TIMESTAMP");
      case "binary" -> plain(column, "VARBYTE(" + Math.min(column.length(), MAX_VARBYTE) + ")");
      default -> throw unknown(model, column, "Redshift has no type for it");
    };
  }

  private static String decimal(ModelSpec model, ModelSpec.Column column, Matcher decimal) {
    int precision = Integer.parseInt(decimal.group(1));
    int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
    if (precision < 1 || precision > MAX_DIGITS || scale > MAX_SCALE || scale > precision) {
      throw unknown(model, column, "Redshift holds 38 digits at most, 37 of them after the point");
    }
    return "DECIMAL(" + precision + "," + scale + ")";
  }

  private static Column plain(ModelSpec.Column column, String type) {
    return new Column(column.name(), type, Optional.of(type), Expressions.PLAIN, true);
  }

  private static Column narrowed(ModelSpec.Column column) {
    return new Column(
        column.name(), "INTEGER", Optional.of("SMALLINT"), "CAST({c} AS SMALLINT)", true);
  }

  private static Column unpublished(String name, String stagingType) {
    return new Column(name, stagingType, Optional.empty(), Expressions.PLAIN, true);
  }

  private static PlumblineException unknown(
      ModelSpec model, ModelSpec.Column column, String reason) {
    return new PlumblineException(
        ExitCode.USAGE,
        "Cannot publish column '"
            + column.name()
            + "' of "
            + model.table()
            + ": its type is '"
            + column.type()
            + "', and "
            + reason);
  }
}
