package dev.plumbline.stores.redshift;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;

/** What an error of the driver means for what may be done next. */
public final class RedshiftErrors {
  private RedshiftErrors() {}

  /**
   * The transaction lost against another one and may be run again as a whole: error 1023
   * (Serializable isolation violation, Redshift guide), a deadlock, or a table that another
   * transaction replaced in the meantime.
   */
  public static boolean runAgain(SQLException e) {
    String state = state(e);
    String message = text(e).toLowerCase(Locale.ROOT);
    return state.equals("40001")
        || state.equals("40P01")
        || message.contains("serializable isolation violation")
        || message.contains("could not complete because of conflict with concurrent transaction")
        || message.contains("dropped by concurrent transaction")
        || message.contains("could not open relation with oid")
        || message.contains("deadlock detected");
  }

  /** The statement was cancelled by its timeout, which is how a wait for a lock ends here. */
  public static boolean timedOut(SQLException e) {
    return state(e).equals("57014") || state(e).equals("55P03");
  }

  /** The session is gone; what it was doing may have taken effect if it was a COMMIT. */
  public static boolean connectionLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08")
        || state.equals("57P01")
        || state.equals("57P02")
        || state.equals("57P03")
        || causedByIo(e);
  }

  /** The account or its password was refused. */
  public static boolean loginRefused(SQLException e) {
    return state(e).startsWith("28");
  }

  /** The relation is not there, or the account may not see its schema. */
  public static boolean noSuchRelation(SQLException e) {
    return state(e).equals("42P01") || state(e).equals("3F000");
  }

  /** A user, group or role is named that the warehouse does not have. */
  public static boolean noSuchGrantee(SQLException e) {
    return state(e).equals("42704") || text(e).matches("(?i)(user|group|role) .* does not exist.*");
  }

  /**
   * CREATE OR REPLACE VIEW was refused because the view's columns would change (Redshift guide:
   * "cannot change number of columns in view", "cannot change name of view column").
   */
  public static boolean viewChangesShape(SQLException e) {
    return state(e).equals("42P16")
        || text(e).toLowerCase(Locale.ROOT).contains("cannot change n")
        || text(e).toLowerCase(Locale.ROOT).contains("cannot change data type of view column");
  }

  /** A table cannot be dropped because a view is bound to it. */
  public static boolean hasDependents(SQLException e) {
    return state(e).equals("2BP01");
  }

  /** The server's message in one line, without the driver's trimmings. */
  public static String text(SQLException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ").replaceFirst("^ERROR: ", "");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static boolean causedByIo(Throwable e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
