package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings the rows of a group's tables into Redshift, under names that no reader knows. */
final class GroupStaging {
  private final Staging whole;
  private final Staging differing;
  private final KeySwitch keys;
  private final List<PublishTable> tables;
  private final List<KeyRefill> refills;
  private final List<PublishTable> begun = new ArrayList<>();

  /**
   * @param tables those that are replaced
   * @param refills those that are changed by the rows that differ
   * @param loader of the former
   * @param copying loader of the latter
   */
  GroupStaging(
      StageNames names,
      List<PublishTable> tables,
      List<KeyRefill> refills,
      StageLoader loader,
      StageLoader copying) {
    this.whole = new Staging(names, loader);
    this.differing = new Staging(names, copying);
    this.keys = new KeySwitch(names, refills);
    this.tables = tables;
    this.refills = refills;
  }

  /** What changes tables by the rows that were staged. */
  KeySwitch keys() {
    return keys;
  }

  /** Loads all of it and counts it; nothing here is in a transaction. */
  void load(RedshiftSession session) throws SQLException {
    for (String schema :
        Stream.concat(tables.stream(), refills.stream().map(KeyRefill::rows))
            .map(PublishTable::schema)
            .collect(Collectors.toCollection(TreeSet::new))) {
      Schemas.ensure(session, schema);
    }
    for (PublishTable table : tables) {
      begun.add(table);
      whole.load(session, table);
    }
    for (KeyRefill refill : refills) {
      begun.add(refill.rows());
      keys.stage(session, refill, differing);
    }
  }

  /** Tables of which something may have been staged. */
  List<PublishTable> begun() {
    return List.copyOf(begun);
  }

  /** Whether something is left after the switch: rows that were copied into other tables. */
  boolean leaves() {
    return !refills.isEmpty();
  }

  /** Drops what was staged and not switched. */
  void drop(RedshiftSession session) throws SQLException {
    for (PublishTable table : tables) {
      if (begun.contains(table)) {
        whole.drop(session, table);
      }
    }
    for (KeyRefill refill : refills) {
      if (begun.contains(refill.rows())) {
        keys.drop(session, refill, differing);
      }
    }
  }
}
