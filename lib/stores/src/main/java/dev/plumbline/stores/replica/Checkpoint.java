package dev.plumbline.stores.replica;

import java.util.regex.Matcher;

/** How far the integration has come, as one of its views writes it. */
public sealed interface Checkpoint {
  /**
   * A place in the source's binary log: all before it has been applied.
   *
   * @param file the log file's name, or only its number where the view gives no more
   * @param offset in bytes
   */
  record Binlog(String file, long offset) implements Checkpoint {}

  /** A transaction's numbers, as {@code SVV_INTEGRATION.last_replicated_checkpoint} holds them. */
  record Transaction(long sequence, long id) implements Checkpoint {}

  /** A text in no form that is known here. */
  record Unknown(String text) implements Checkpoint {}

  /**
   * Reads either view's form: binlog coordinates ({@code binlog.000003:510}, {@code
   * mysql-bin-changelog.000003/510}), the name of a checkpoint file ({@code
   * checkpoints/checkpoint_3_241_3_510.json}: from and to, each a file's number and an offset,
   * after the sample in the Redshift guide's page on SYS_INTEGRATION_ACTIVITY), or JSON text
   * ({@code {"txn_seq":9834,"txn_id":126597515}}).
   */
  static Checkpoint parse(String text) {
    String trimmed = text.strip();
    Matcher file = CheckpointForms.FILE.matcher(trimmed);
    if (file.matches()) {
      return new Binlog(file.group("file"), Long.parseLong(file.group("offset")));
    }
    Matcher coordinates = CheckpointForms.COORDINATES.matcher(trimmed);
    if (coordinates.matches()) {
      return new Binlog(coordinates.group("file"), Long.parseLong(coordinates.group("offset")));
    }
    if (trimmed.startsWith("{")) {
      return CheckpointForms.json(trimmed);
    }
    return new Unknown(trimmed);
  }
}
