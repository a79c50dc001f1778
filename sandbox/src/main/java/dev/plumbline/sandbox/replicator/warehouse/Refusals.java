package dev.plumbline.sandbox.replicator.warehouse;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** Tells what the warehouse refuses for good from what may pass another time. */
public final class Refusals {
  private Refusals() {}

  /** Whether the data does not fit, a constraint is broken, or a table or column is missing. */
  public static boolean isRefusal(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return e instanceof PSQLException
        && (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
  }

  /** The reason in one line. */
  public static String reason(SQLException e) {
    return "Load failed: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
