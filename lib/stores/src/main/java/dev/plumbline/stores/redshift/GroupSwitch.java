package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.run.PublishException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes the tables of one group together: some are replaced, others changed by the rows that
 * differ. Each is noted with the state of the lake that it then holds.
 */
final class GroupSwitch implements LedgeredTransaction.Work {
  private final TableSwitch tables;
  private final KeySwitch keys;
  private final Lineage lineage;
  private final Clock clock;
  private final boolean strict;
  private final Map<String, Publication> publications;

  /**
   * @param strict whether a difference that does not follow on what readers see is refused
   */
  GroupSwitch(
      TableSwitch tables,
      KeySwitch keys,
      Lineage lineage,
      Clock clock,
      boolean strict,
      List<Publication> publications) {
    this.tables = tables;
    this.keys = keys;
    this.lineage = lineage;
    this.clock = clock;
    this.strict = strict;
    this.publications =
        publications.stream()
            .collect(Collectors.toUnmodifiableMap(one -> one.table().name(), Function.identity()));
  }

  @Override
  public void prepare(RedshiftSession session) throws SQLException {
    if (publications.values().stream().anyMatch(Publication.Whole.class::isInstance)) {
      tables.prepare(session);
    }
  }

  @Override
  public List<RelationName> locks(RedshiftSession session) throws SQLException {
    return tables.locks(session);
  }

  @Override
  public void change(RedshiftSession session, PublishTable table) throws SQLException {
    Publication publication = publications.get(table.name());
    if (publication instanceof Publication.Difference difference) {
      boolean follows =
          lineage.difference(session, table, difference.from(), difference.to(), clock.instant());
      if (strict && !follows) {
        throw new DriftedException(
            table.name() + " no longer holds snapshot " + difference.from().snapshotId());
      }
      keys.change(session, table);
    } else if (publication instanceof Publication.Whole whole) {
      tables.change(session, table);
      lineage.whole(session, table, whole.origin(), clock.instant());
    }
  }

  @Override
  public PublishException explained(RedshiftSession session, SQLException failure) {
    return tables.explained(session, failure);
  }
}
