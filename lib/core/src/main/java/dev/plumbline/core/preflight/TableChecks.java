package dev.plumbline.core.preflight;

import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.schema.DataFacts.Probe;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.Column;
import dev.plumbline.core.schema.SourceTable.ForeignKey;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.ReplicaNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What zero-ETL refuses or loses of a table.
 *
 * <p>Sources: "Aurora zero-ETL integrations", limitations; "Considerations with zero-ETL"; the type
 * table of "Adding data to a source cluster and querying it"; ALTER DATABASE in the Redshift guide
 * (TRUNCATECOLUMNS).
 */
public final class TableChecks {
  private static final long SUPER_BYTES = 16_777_216;

  private final SourceTable table;
  private final Optional<Probe> probe;
  private final List<Finding> findings = new ArrayList<>();

  private TableChecks(SourceTable table, Optional<Probe> probe) {
    this.table = table;
    this.probe = probe;
  }

  /** Everything that is wrong with one table. */
  public static List<Finding> of(SourceTable table, Optional<Probe> probe) {
    TableChecks checks = new TableChecks(table, probe);
    checks.key();
    checks.engine();
    checks.foreignKeys();
    checks.names();
    table.columns().forEach(checks::type);
    table.columns().forEach(checks::values);
    checks.unseen();
    return List.copyOf(checks.findings);
  }

  private void key() {
    if (!table.primaryKey().isEmpty()) {
      return;
    }
    List<String> identity = table.identity();
    if (identity.isEmpty()) {
      refused(
          "",
          "the table has no primary key",
          "add a key at the end of the columns, or leave the table out of the integration's data"
              + " filter; adding a key starts a resync by itself",
          "ALTER TABLE "
              + name()
              + " ADD COLUMN `plumbline_id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY");
    } else {
      refused(
          "",
          "the table has no primary key, only the unique index "
              + table.identifying().orElseThrow().name(),
          "make its columns the primary key; that starts a resync by itself",
          "ALTER TABLE " + name() + " ADD PRIMARY KEY (" + MySqlNames.list(identity) + ")");
    }
  }

  private void engine() {
    if (!table.engine().equalsIgnoreCase("InnoDB")) {
      refused(
          "",
          "the storage engine is " + table.engine() + ", and only InnoDB is replicated",
          "move the table to InnoDB",
          "ALTER TABLE " + name() + " ENGINE=InnoDB");
    }
  }

  /** The rows that such a key changes are changed past the binlog. */
  private void foreignKeys() {
    for (ForeignKey key : table.foreignKeys()) {
      if (key.acts()) {
        refused(
            String.join(", ", key.columns()),
            "foreign key "
                + key.name()
                + " is ON DELETE "
                + key.onDelete()
                + " ON UPDATE "
                + key.onUpdate()
                + ", whose changes do not reach the binlog",
            "make it act no more and let the application change the rows",
            "ALTER TABLE " + name() + " DROP FOREIGN KEY " + MySqlNames.quote(key.name()),
            "ALTER TABLE "
                + name()
                + " ADD CONSTRAINT "
                + MySqlNames.quote(key.name())
                + " FOREIGN KEY ("
                + MySqlNames.list(key.columns())
                + ") REFERENCES "
                + MySqlNames.quote(key.parent())
                + " ("
                + MySqlNames.list(key.parentColumns())
                + ")");
      }
    }
  }

  private void names() {
    tooLong(table.name().table(), "");
    for (Column column : table.columns()) {
      tooLong(column.name(), column.name());
      if (ReplicaNames.isTaken(column.name())) {
        refused(
            column.name(),
            "the integration uses that column name itself",
            "rename the column",
            "ALTER TABLE "
                + name()
                + " RENAME COLUMN "
                + MySqlNames.quote(column.name())
                + " TO "
                + MySqlNames.quote("source_" + column.name().toLowerCase(Locale.ROOT)));
      }
    }
  }

  private void tooLong(String name, String column) {
    int bytes = ReplicaNames.bytes(name);
    if (bytes > ReplicaNames.MOST_BYTES) {
      refused(
          column,
          "the name has "
              + bytes
              + " bytes, and Redshift's names end at "
              + ReplicaNames.MOST_BYTES,
          "give it a shorter name");
    }
  }

  private void type(Column column) {
    if (column.type().isEmpty()) {
      refused(
          column.name(),
          "type " + column.sqlType() + " is none that zero-ETL or Plumbline knows",
          "change it to a type that is, or drop the column; our copy leaves it out");
      return;
    }
    ColumnType type = column.type().get();
    if (type.replica().isEmpty()) {
      refused(
          column.name(),
          "zero-ETL supports no column of type " + type,
          Remedies.of(type) + "; our fallback carries it as it is");
    }
  }

  private void values(Column column) {
    if (probe.isEmpty() || column.type().isEmpty()) {
      return;
    }
    if (probe.get().zeroDates().contains(column.name())) {
      lost(
          column,
          "holds dates such as 0000-00-00, which no other store knows",
          "store NULL instead; until then declare zeroDates: 'null' for the column");
    }
    long bytes = probe.get().widest().getOrDefault(column.name(), 0L);
    ColumnType type = column.type().get();
    replicaBytes(type)
        .filter(limit -> bytes > limit)
        .ifPresent(limit -> tooWide(column, type, bytes, limit));
  }

  private void tooWide(Column column, ColumnType type, long bytes, long limit) {
    lost(
        column,
        "holds a value of "
            + bytes
            + " bytes, and the replica's column ends at "
            + limit
            + ": the table fails there, or the value is cut where TRUNCATECOLUMNS is on",
        bytes <= ColumnType.VARCHAR_MAX_BYTES
            ? Remedies.retyped(Remedies.wider(type)) + ": Redshift counts bytes, MySQL characters"
            : "keep such values elsewhere, such as on S3: Redshift's text ends at 65,535 bytes; until"
                + " then declare tooLong: cut for the column");
  }

  /** Bytes that a text may have in the replica. */
  private static Optional<Long> replicaBytes(ColumnType type) {
    Optional<String> replica = type.replica();
    if (replica.filter("SUPER"::equals).isPresent()) {
      return Optional.of(SUPER_BYTES);
    }
    return replica
        .filter(text -> text.startsWith("VARCHAR("))
        .map(text -> Long.parseLong(text.substring("VARCHAR(".length(), text.length() - 1)));
  }

  private void unseen() {
    if (probe.filter(one -> !one.complete()).isPresent()) {
      findings.add(
          new Finding(
              Area.ZERO_ETL,
              Severity.UNKNOWN,
              subject(),
              "",
              "its rows could not be looked at in the time allowed, so zero dates and long values"
                  + " are unknown",
              "give it more time with --probe-seconds",
              List.of()));
    }
  }

  private void refused(String column, String reason, String remedy, String... statements) {
    findings.add(
        new Finding(
            Area.ZERO_ETL,
            Severity.REFUSED,
            subject(),
            column,
            reason,
            remedy,
            List.of(statements)));
  }

  private void lost(Column column, String reason, String remedy) {
    findings.add(
        new Finding(
            Area.ZERO_ETL, Severity.LOST, subject(), column.name(), reason, remedy, List.of()));
  }

  private String subject() {
    return table.name().toString();
  }

  private String name() {
    return MySqlNames.quote(table.name());
  }
}
