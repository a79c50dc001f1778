package dev.plumbline.core.ddl;

import java.util.Optional;
import java.util.Set;

/**
 * Variables of the server without whose right values the replica misses changes.
 *
 * <p>Source: "Getting started with Aurora zero-ETL integrations", parameters of the source.
 */
final class LogSettings {
  private static final Set<String> OFF = Set.of("0", "OFF", "FALSE");
  private static final Set<String> ON = Set.of("1", "ON", "TRUE");

  private LogSettings() {}

  /** What is wrong with such a value; empty for a right one, and for other variables. */
  static Optional<String> harm(Ddl.Setting setting) {
    String value = setting.value();
    return switch (setting.name()) {
      case "sql_log_bin" ->
          when(
              OFF.contains(value),
              "what the session changes from here on is not in the binary log, so the replica"
                  + " misses it and does not say so");
      case "binlog_format" -> when(!is(value, "ROW"), "zero-ETL needs binlog_format=ROW");
      case "binlog_row_image" -> when(!is(value, "FULL"), "zero-ETL needs binlog_row_image=FULL");
      case "binlog_row_metadata" ->
          when(!is(value, "FULL"), "zero-ETL needs binlog_row_metadata=FULL");
      case "binlog_row_value_options" ->
          when(value.equals("PARTIAL_JSON"), "zero-ETL needs whole values of JSON in the log");
      case "binlog_transaction_compression" ->
          when(ON.contains(value), "zero-ETL reads no compressed transactions");
      default -> Optional.empty();
    };
  }

  private static boolean is(String value, String right) {
    return value.equals(right) || value.equals("DEFAULT");
  }

  private static Optional<String> when(boolean condition, String harm) {
    return condition ? Optional.of(harm) : Optional.empty();
  }
}
