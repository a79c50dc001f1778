package dev.plumbline.stores.replica;

import dev.plumbline.core.run.SourceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the source's binary log reaches: all that is committed now stands before this position.
 *
 * @param file name of the log file being written
 * @param offset in that file, in bytes
 * @param gtid the server's own set of transactions; empty where it keeps none
 */
public record SourcePosition(String file, long offset, Optional<String> gtid) {
  /** MySQL up to 8.3 and MariaDB know the first, MySQL from 8.4 on only the second. */
  private static final List<String> STATEMENTS =
      List.of("SHOW MASTER STATUS", "SHOW BINARY LOG STATUS");

  private static final Pattern NUMBERED =
      Pattern.compile("(?:(?<base>.*)\\.)?(?<number>\\d{1,18})");
  private static final String SYNTAX_ERROR = "42000";
  private static final int PARSE_ERROR = 1064;

  /** Whether the integration has applied all that stands before a position. */
  public enum Passed {
    YES,
    NO,
    /** The two are not written in forms that can be compared. */
    UNKNOWN
  }

  /**
   * Reads the position on the writer: a reader endpoint does not know it.
   *
   * @throws SourceException when the server writes no log, is read-only or refuses the account
   */
  public static SourcePosition read(Connection writer) {
    try {
      refuseReader(writer);
      for (String statement : STATEMENTS) {
        Optional<SourcePosition> position = read(writer, statement);
        if (position.isPresent()) {
          return position.get();
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    throw new SourceException(
        "Cannot read the source's log position: the server answers that it writes no binary log;"
            + " zero-ETL needs binlog_format=ROW");
  }

  /** What tells the position: one of these, as the server's version knows it. */
  public static List<String> statements() {
    return STATEMENTS;
  }

  /** Whether a checkpoint, as one of the integration's views writes it, is at or past this one. */
  public Passed passedBy(String checkpointName) {
    if (!(Checkpoint.parse(checkpointName) instanceof Checkpoint.Binlog reached)) {
      return Passed.UNKNOWN;
    }
    Matcher ours = NUMBERED.matcher(file);
    Matcher theirs = NUMBERED.matcher(reached.file());
    if (!ours.matches() || !theirs.matches() || !sameLog(ours, theirs)) {
      return Passed.UNKNOWN;
    }
    int byFile =
        Long.compare(Long.parseLong(theirs.group("number")), Long.parseLong(ours.group("number")));
    boolean passed = byFile > 0 || (byFile == 0 && reached.offset() >= offset);
    return passed ? Passed.YES : Passed.NO;
  }

  /** Such as {@code binlog.000003:510}. */
  @Override
  public String toString() {
    return file + ":" + offset;
  }

  private static boolean sameLog(Matcher ours, Matcher theirs) {
    return theirs.group("base") == null || theirs.group("base").equals(ours.group("base"));
  }

  /** An Aurora reader has innodb_read_only on and a log position that says nothing. */
  private static void refuseReader(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT @@innodb_read_only")) {
      if (result.next() && result.getInt(1) != 0) {
        throw new SourceException(
            "Cannot read the source's log position: this is a reader; use the cluster's writer"
                + " endpoint");
      }
    }
  }

  private static Optional<SourcePosition> read(Connection connection, String sql)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      if (!result.next()) {
        return Optional.empty();
      }
      String file = result.getString(1);
      long offset = result.getLong(2);
      return Optional.of(new SourcePosition(file, offset, gtid(connection, result)));
    } catch (SQLException e) {
      if (SYNTAX_ERROR.equals(e.getSQLState()) && e.getErrorCode() == PARSE_ERROR) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** MySQL tells it in the fifth column of the answer, MariaDB in a variable of its own. */
  private static Optional<String> gtid(Connection connection, ResultSet status)
      throws SQLException {
    if (status.getMetaData().getColumnCount() >= 5) {
      return Optional.ofNullable(status.getString(5)).filter(text -> !text.isBlank());
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT @@gtid_binlog_pos")) {
      return result.next()
          ? Optional.ofNullable(result.getString(1)).filter(text -> !text.isBlank())
          : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static SourceException failure(SQLException e) {
    boolean denied = e.getErrorCode() == 1227 || e.getErrorCode() == 1045;
    return new SourceException(
        "Cannot read the source's log position: "
            + e.getMessage()
            + (denied ? "; the account needs GRANT REPLICATION CLIENT ON *.*" : ""),
        e);
  }
}
