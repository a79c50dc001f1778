package dev.plumbline.stores.mysql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the rows for which the server refuses a statement of many rows, by halving it. */
public final class RowSplitter {
  /** Wrong value for a column, out of range, truncated, check violated (MySQL and MariaDB). */
  private static final Set<Integer> ROW_ERRORS =
      Set.of(1048, 1264, 1265, 1292, 1366, 1406, 1451, 1452, 3140, 3819, 4025);

  private static final String PACKET_TOO_BIG = "PacketTooBigException";

  private RowSplitter() {}

  /** A row that the server refused, and its reason. */
  public record Refused<R>(R row, String reason) {}

  /** One statement for many rows, which the server does whole or not at all. */
  @FunctionalInterface
  interface Statement<R> {
    void execute(List<R> rows) throws SQLException;
  }

  /**
   * Executes the statement for all rows but those that are refused.
   *
   * @throws SQLException when it fails for a reason that is not a row's
   */
  static <R> List<Refused<R>> apply(List<R> rows, Statement<R> statement) throws SQLException {
    List<Refused<R>> refused = new ArrayList<>();
    apply(rows, statement, refused);
    return refused;
  }

  private static <R> void apply(List<R> rows, Statement<R> statement, List<Refused<R>> refused)
      throws SQLException {
    try {
      statement.execute(rows);
    } catch (SQLException e) {
      if (!isOfARow(e)) {
        throw e;
      }
      if (rows.size() == 1) {
        refused.add(new Refused<>(rows.get(0), reason(e)));
        return;
      }
      int middle = rows.size() / 2;
      apply(rows.subList(0, middle), statement, refused);
      apply(rows.subList(middle, rows.size()), statement, refused);
    }
  }

  private static boolean isOfARow(SQLException e) {
    return ROW_ERRORS.contains(e.getErrorCode())
        || e.getClass().getSimpleName().equals(PACKET_TOO_BIG);
  }

  /** A foreign key's message holds the whole constraint; what a person needs is its column. */
  private static String reason(SQLException e) {
    String message = e.getMessage() == null ? "refused by the server" : e.getMessage();
    if (e.getErrorCode() == 1452 || e.getErrorCode() == 1451) {
      java.util.regex.Matcher key =
          java.util.regex.Pattern.compile(
                  "FOREIGN KEY \\(`(?<column>[^`]+)`\\) REFERENCES (`[^`]+`\\.)?`(?<table>[^`]+)`")
              .matcher(message);
      if (key.find()) {
        return e.getErrorCode() == 1452
            ? "orphan: " + key.group("column") + " names no row of " + key.group("table")
            : "still referenced by column " + key.group("column") + " of another table";
      }
    }
    return message;
  }
}
