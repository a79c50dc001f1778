package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.redshift.KeyRefill.Gone;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Deletes and inserts the rows under some keys of tables that readers see. Readers are not held up:
 * they see the tables as they were until the commit.
 */
final class KeySwitch implements LedgeredTransaction.Work {
  private final StageNames names;
  private final Map<String, KeyRefill> refills;

  KeySwitch(StageNames names, List<KeyRefill> refills) {
    this.names = names;
    this.refills =
        refills.stream()
            .collect(Collectors.toUnmodifiableMap(one -> one.rows().name(), Function.identity()));
  }

  /** Writes down, outside any transaction, the rows that come and the keys of those that go. */
  void stage(RedshiftSession session, KeyRefill refill, Staging staging) throws SQLException {
    RelationName keys = keys(refill.rows());
    drop(session, refill, staging);
    staging.load(session, refill.rows());
    if (refill.gone() instanceof Gone.Listed listed) {
      staging.load(session, refill.keys(listed), keys);
    } else if (refill.gone() instanceof Gone.Selected selected) {
      session.execute(RedshiftDialect.createKeys(refill.rows(), refill.key(), keys));
      for (BoundSql gone : selected.keys()) {
        session.execute("INSERT INTO " + keys.sql() + " " + gone.sql(), gone.values().toArray());
      }
    }
  }

  /** Drops what {@link #stage} made, finished or not. */
  void drop(RedshiftSession session, KeyRefill refill, Staging staging) throws SQLException {
    session.execute("DROP TABLE IF EXISTS " + keys(refill.rows()).sql());
    staging.drop(session, refill.rows());
  }

  private RelationName keys(PublishTable table) {
    return names.keys(table.schema(), table.table());
  }

  @Override
  public List<RelationName> locks(RedshiftSession session) {
    return List.of();
  }

  @Override
  public void change(RedshiftSession session, PublishTable table) throws SQLException {
    KeyRefill refill = refills.get(table.name());
    RelationName name = RelationName.of(table.schema(), table.table());
    RelationName fresh = names.fresh(table.schema(), table.table());
    int deleted =
        session.execute(RedshiftDialect.deleteKeys(table, refill.key(), name, keys(table)));
    if (refill.gone() instanceof Gone.Listed listed && deleted != listed.rows()) {
      throw new DriftedException(
          name + " has " + deleted + " of " + listed.rows() + " rows that are to go from it");
    }
    session.execute(RedshiftDialect.insertRows(table, fresh, name));
    long counted = RedshiftCounts.count(session, name, "");
    if (counted != refill.total()) {
      throw new DriftedException(
          name
              + " would have "
              + counted
              + " rows where it should have "
              + refill.total()
              + ", so it differs in more than those keys");
    }
  }

  @Override
  public PublishException explained(RedshiftSession session, SQLException failure) {
    return new PublishException(RedshiftErrors.text(failure), failure);
  }
}
