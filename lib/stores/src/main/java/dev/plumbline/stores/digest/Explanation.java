package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that a comparison would run on one side, rung by rung, with an example in the
 * place of what only a run knows: one chunk, one bucket, one key.
 */
public final class Explanation {
  private static final int HASH_DIGITS = 128;

  private final TableForm form;
  private final DigestSql sql;
  private final Chunk chunk;

  public Explanation(JdbcSide side) {
    this.form = side.form();
    this.sql = side.statements();
    this.chunk = chunk(form);
  }

  /** A chunk of the planned size at the beginning of the table. */
  private static Chunk chunk(TableForm form) {
    PlanLimits limits = PlanLimits.DEFAULT;
    if (form.keyless()) {
      return new Chunk(0, KeyRange.ALL, new Bucketing.ByRowHash(limits.maxBuckets()));
    }
    if (!form.numericKey()) {
      return new Chunk(0, KeyRange.ALL, new Bucketing.ByKeyHash(limits.maxBuckets()));
    }
    return new Chunk(
        0,
        new KeyRange(BigInteger.ONE, BigInteger.valueOf(limits.chunkRows() + 1)),
        new Bucketing.ByRange(BigInteger.valueOf(limits.bucketRows())));
  }

  /** What a rung asks of the store; nothing for the rungs that are no question to a table. */
  public List<BoundSql> statements(Depth rung) {
    List<BoundSql> statements = new ArrayList<>();
    switch (rung) {
      case STATE -> {}
      case COUNTS -> statements.add(sql.bounds());
      case CHECKSUMS -> {
        statements.add(sql.digests(chunk));
        if (!form.byTool().isEmpty()) {
          statements.add(sql.toolValues(chunk));
        }
      }
      case ROWS -> {
        statements.add(sql.rows(chunk, List.of(BigInteger.ONE)));
        statements.add(sql.rowsOf(List.of(key())));
      }
      case CELLS -> statements.add(sql.valuesOf(List.of(key())));
    }
    return statements;
  }

  private RowKey key() {
    return form.keyless()
        ? RowKey.of("0".repeat(HASH_DIGITS))
        : new RowKey(form.keyColumns().stream().map(Explanation::example).toList());
  }

  private static String example(DigestColumn column) {
    return switch (column.form()) {
      case TEXT, PADDED_TEXT -> "a";
      case BYTES -> "00";
      default -> "1";
    };
  }
}
