package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns one Parquet file into the CSV that the server's COPY takes, checking it as Redshift does.
 */
final class ParquetFile {
  private static final String SCAN_ERROR = "Spectrum Scan Error";
  private static final Pattern TOO_LONG = Pattern.compile("plumbline-length ([0-9]+) ([0-9]+)");

  private final Connection duckdb;
  private final Path local;
  private final S3Url url;
  private final List<TargetColumn> targets;
  private final boolean fillRecord;

  ParquetFile(
      Connection duckdb, Path local, S3Url url, List<TargetColumn> targets, boolean fillRecord) {
    this.duckdb = duckdb;
    this.local = local;
    this.url = url;
    this.targets = targets;
    this.fillRecord = fillRecord;
  }

  /**
   * Writes the rows.
   *
   * @throws LoadFailure when the file does not fit the table
   */
  void writeCsv(Path csv) {
    try {
      List<ParquetSchema.Column> columns = ParquetSchema.read(duckdb, local.toString());
      checkCount(columns.size());
      try (Statement statement = duckdb.createStatement()) {
        statement.execute(
            "copy (select "
                + String.join(", ", expressions(columns))
                + " from read_parquet('"
                + escaped(local)
                + "', binary_as_string = false)) to '"
                + escaped(csv)
                + "' (format csv, header false, delimiter ',', quote '\"', escape '\"', nullstr '')");
      }
    } catch (SQLException e) {
      throw fromDuckDb(e);
    }
  }

  private void checkCount(int inFile) {
    if (inFile == targets.size() || (fillRecord && inFile < targets.size())) {
      return;
    }
    throw failure(
        "Unmatched number of columns between table and file. Table columns: "
            + targets.size()
            + ", Data columns: "
            + inFile
            + ", File name: "
            + url,
        "",
        "",
        -1);
  }

  private List<String> expressions(List<ParquetSchema.Column> columns) {
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      if (i >= columns.size()) {
        expressions.add("null");
        continue;
      }
      checkType(columns.get(i), targets.get(i));
      String name = '"' + columns.get(i).name().replace("\"", "\"\"") + '"';
      expressions.add(expression(name, i, targets.get(i)) + " as c" + i);
    }
    return expressions;
  }

  private void checkType(ParquetSchema.Column column, TargetColumn target) {
    if (!ParquetSchema.fits(column, target)) {
      throw failure(
          "File '"
              + url
              + "' has an incompatible Parquet schema for column '"
              + url
              + "."
              + column.name()
              + "'. Column type: "
              + target.declaration()
              + ", Parquet schema: "
              + column.describe(),
          target.name(),
          target.declaration(),
          target.length());
    }
  }

  private static String expression(String column, int index, TargetColumn target) {
    return switch (target.type()) {
      case "character varying", "character" ->
          limited(column, "strlen(" + column + ")", index, target.length());
      case "binary varying" ->
          limited(
              "'\\x' || lower(hex(" + column + "))",
              "octet_length(" + column + ")",
              index,
              target.length());
      case "super" -> "cast(to_json(" + column + ") as varchar)";
      case "timestamp without time zone" -> timestamp(column);
      case "timestamp with time zone" -> timestamp(column) + " || '+00'";
      default -> column;
    };
  }

  private static String timestamp(String column) {
    return "cast(make_timestamp(epoch_us(" + column + ")) as varchar)";
  }

  private static String limited(String value, String bytes, int index, int limit) {
    return "case when "
        + bytes
        + " > "
        + limit
        + " then error('plumbline-length "
        + index
        + " ' || "
        + bytes
        + ") else "
        + value
        + " end";
  }

  private LoadFailure fromDuckDb(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Matcher tooLong = TOO_LONG.matcher(message);
    if (tooLong.find()) {
      TargetColumn target = targets.get(Integer.parseInt(tooLong.group(1)));
      return failure(
          "The length of the data column "
              + target.name()
              + " is longer than the length defined in the table. Table: "
              + target.length()
              + ", Data: "
              + tooLong.group(2)
              + ", File name: "
              + url,
          target.name(),
          target.declaration(),
          target.length());
    }
    return failure(
        "Cannot read " + url + ": " + message.lines().findFirst().orElse(""), "", "", -1);
  }

  private LoadFailure failure(String detail, String column, String type, int length) {
    int code = 15007;
    return new LoadFailure(
        new SqlError(SqlError.INTERNAL, SCAN_ERROR, "code: " + code + ", context: " + detail),
        List.of(
            new LoadError(
                url.toString(), 0, column, type, length, 0, code, SCAN_ERROR + ": " + detail)));
  }

  private static String escaped(Path path) {
    return path.toString().replace("'", "''");
  }
}
