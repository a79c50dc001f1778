package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.Loaded;
import dev.plumbline.core.publish.Origin;
import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.run.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which state of the lake each published table holds: one row a table in {@code plumbline.lineage},
 * written by the transaction that changes the table. A table of unknown origin has none.
 */
final class Lineage {
  private static final String READ =
      "SELECT lake_table, snapshot_id, shape, run_id, differences, loaded_at FROM plumbline.lineage"
          + " WHERE pipeline = ? AND table_name = ?";
  private static final String VERDICTS =
      "SELECT verdict FROM plumbline.verdicts WHERE pipeline = ? AND table_name = ? AND pair = ?"
          + " AND verified_at > ? ORDER BY verified_at DESC LIMIT 1";

  private final Fence fence;
  private final RunId runId;

  Lineage(Fence fence, RunId runId) {
    this.fence = fence;
    this.runId = runId;
  }

  /** What tells the columns and the layout of a table: the same text for the same table. */
  static String shape(PublishTable table) {
    String ddl = RedshiftDialect.createTarget(table, RelationName.of("any", "any"));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(ddl.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /**
   * What is known of a table; empty where it is missing or its origin is unknown.
   *
   * @param compared name and pair under which the ledger keeps the verdicts of comparing it
   */
  Optional<Loaded> read(RedshiftSession session, PublishTable table, Compared compared)
      throws SQLException {
    RelationName name = RelationName.of(table.schema(), table.table());
    Optional<Row> row = session.first(READ, fence.pipeline(), table.name());
    if (row.isEmpty() || Schemas.kind(session, name).filter("r"::equals).isEmpty()) {
      return Optional.empty();
    }
    Instant loadedAt = row.get().instant("loaded_at").orElse(Instant.EPOCH);
    boolean doubted =
        session
            .first(VERDICTS, fence.pipeline(), compared.table(), compared.pair(), loadedAt)
            .flatMap(verdict -> verdict.text("verdict"))
            .filter("MISMATCH"::equals)
            .isPresent();
    return Optional.of(
        new Loaded(
            new Origin(
                row.get().text("lake_table").orElse(""),
                row.get().number("snapshot_id").orElse(-1L)),
            row.get().text("shape").orElse(""),
            row.get().text("run_id").orElse(""),
            row.get().number("differences").orElse(0L).intValue(),
            doubted));
  }

  /** Under which name and pair the verdicts of a table are kept. */
  record Compared(String table, String pair) {}

  /** Notes a whole copy, inside the transaction that switches it. */
  void whole(RedshiftSession session, PublishTable table, Optional<Origin> origin, Instant now)
      throws SQLException {
    forget(session, table);
    if (origin.isPresent()) {
      note(session, table, origin.get(), 0, now);
    }
  }

  /**
   * Notes a difference, inside the transaction that changes the table.
   *
   * @return false where readers did not see the state from which it leads; then nothing is noted,
   *     and the table's origin is unknown
   */
  boolean difference(
      RedshiftSession session, PublishTable table, Origin from, Origin to, Instant now)
      throws SQLException {
    Optional<Row> row = session.first(READ, fence.pipeline(), table.name());
    boolean follows =
        row.filter(
                known ->
                    known.text("lake_table").filter(from.lakeTable()::equals).isPresent()
                        && known
                            .number("snapshot_id")
                            .filter(id -> id == from.snapshotId())
                            .isPresent()
                        && known.text("shape").filter(shape(table)::equals).isPresent())
            .isPresent();
    forget(session, table);
    if (follows) {
      int differences = row.get().number("differences").orElse(0L).intValue();
      note(session, table, to, differences + 1, now);
    }
    return follows;
  }

  private void note(
      RedshiftSession session, PublishTable table, Origin origin, int differences, Instant now)
      throws SQLException {
    session.execute(
        "INSERT INTO plumbline.lineage (pipeline, table_name, lake_table, snapshot_id, shape,"
            + " run_id, differences, loaded_at, token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        fence.pipeline(),
        table.name(),
        origin.lakeTable(),
        origin.snapshotId(),
        shape(table),
        runId.value(),
        differences,
        now,
        fence.token());
  }

  /** Whatever pipeline wrote it: the table is what this one has made of it. */
  private static void forget(RedshiftSession session, PublishTable table) throws SQLException {
    session.execute("DELETE FROM plumbline.lineage WHERE table_name = ?", table.name());
  }
}
