package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.CountsJudge;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.TablePairing;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.replica.ReplicaHealth;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the tables of both stores and how each pair of them is compared. */
final class Discovery {
  private final StorePair stores;
  private final TableFilter filter;
  private final DigestStrength strength;
  private final Clock clock;
  private final List<WorkItem> items = new ArrayList<>();
  private final List<Excluded> excluded = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Discovery(StorePair stores, TableFilter filter, DigestStrength strength, Clock clock) {
    this.stores = stores;
    this.filter = filter;
    this.strength = strength;
    this.clock = clock;
  }

  /**
   * Reads the catalogues, and no row of any table.
   *
   * @throws dev.plumbline.core.run.SourceException when a store does not answer
   */
  Discovered find() {
    Map<TableName, CheckedTable> left = named(stores.source().tables(filter.sourceSchemas()));
    Map<TableName, CheckedTable> right = named(stores.target().tables(filter.targetSchemas()));
    left.keySet().removeIf(name -> !filter.includes(name));
    boolean oneSchema = left.keySet().stream().map(TableName::schema).distinct().count() < 2;
    Map<TableName, TableState> states = states(List.copyOf(left.keySet()));
    left.forEach(
        (name, table) -> {
          String id = oneSchema ? name.table() : name.toString();
          CheckedTable other = right.remove(filter.inTarget(name));
          Optional<TableState> state = Optional.ofNullable(states.get(name));
          if (state.filter(one -> !readable(one)).isPresent()) {
            refused(id, table, state.get());
          } else if (other == null) {
            unseen(id, name, state);
          } else {
            pair(id, table, other);
          }
        });
    onTargetOnly(left, right, oneSchema);
    return new Discovered(items, excluded, warnings);
  }

  private static Map<TableName, CheckedTable> named(List<CheckedTable> tables) {
    Map<TableName, CheckedTable> named = new LinkedHashMap<>();
    tables.forEach(table -> named.put(table.table().name(), table));
    return named;
  }

  /** What the integration says of each table; nothing where there is none. */
  private Map<TableName, TableState> states(List<TableName> tables) {
    Map<TableName, TableState> states = new LinkedHashMap<>();
    if (stores.replica().isEmpty()) {
      return states;
    }
    StorePair.Replica replica = stores.replica().get();
    replica.source().positionProblem().ifPresent(warnings::add);
    try (RedshiftSession session = replica.warehouse().open()) {
      ReplicaReport report =
          ReplicaHealth.read(session, replica.database(), tables, clock).report();
      if (!report.message().isEmpty()) {
        warnings.add(report.message());
      }
      report.tables().forEach(one -> states.put(new TableName(one.schema(), one.table()), one));
    }
    return states;
  }

  private static boolean readable(TableState state) {
    return state.state().equals(CountsJudge.SYNCED) || state.state().equals(ReplicaHealth.UNKNOWN);
  }

  private void refused(String id, CheckedTable table, TableState state) {
    excluded.add(
        new Excluded(
            id,
            table.table().name(),
            CountsJudge.unreadable(state.state(), state.reason()),
            Refusal.of(table.source(), state.state())));
  }

  /** In the source only, as far as this account sees. */
  private void unseen(String id, TableName name, Optional<TableState> state) {
    String message =
        state
            .map(
                one ->
                    one.state().equals(ReplicaHealth.UNKNOWN)
                        ? "SVV_ALL_COLUMNS shows no such table in the replica, and its state is"
                            + " unknown: it is not replicated, or this account may not read it"
                        : "it is Synced, and SVV_ALL_COLUMNS does not show it: this account may not"
                            + " read it")
            .orElse("it is on the source only, as far as this account sees");
    excluded.add(
        new Excluded(
            id,
            name,
            new Judgement(Verdict.NOT_COMPARABLE, false, message),
            state.isPresent() ? "not visible" : "on the source only"));
  }

  private void pair(String id, CheckedTable left, CheckedTable right) {
    TablePairing pairing = TablePairing.of(left.table(), right.table(), strength);
    if (pairing.form().compared().isEmpty()) {
      excluded.add(
          new Excluded(
              id,
              left.table().name(),
              new Judgement(
                  Verdict.NOT_COMPARABLE,
                  false,
                  "no column can be compared: " + String.join(", ", pairing.notCompared())),
              "no column to compare"));
      return;
    }
    items.add(
        new WorkItem(
            id,
            left.table(),
            pairing,
            stores
                .source()
                .side(pairing.form(), left.table().name(), pairing.left(), pairing.leftFilter()),
            stores
                .target()
                .side(
                    pairing.form(), right.table().name(), pairing.right(), pairing.rightFilter())));
  }

  /** Tables of the compared schemas that the source does not have. */
  private void onTargetOnly(
      Map<TableName, CheckedTable> left, Map<TableName, CheckedTable> right, boolean oneSchema) {
    List<String> schemas =
        left.keySet().stream().map(filter::inTarget).map(TableName::schema).distinct().toList();
    right.keySet().stream()
        .filter(name -> schemas.contains(name.schema()) && filter.includes(name))
        .forEach(
            name ->
                excluded.add(
                    new Excluded(
                        oneSchema ? name.table() : name.toString(),
                        name,
                        new Judgement(
                            Verdict.NOT_COMPARABLE,
                            false,
                            "it is on the target only, as far as this account sees the source"),
                        "on the target only")));
  }
}
