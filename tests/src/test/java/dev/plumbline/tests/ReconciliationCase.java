package dev.plumbline.tests;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.judge.LossPolicy;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One case of comparing two stores, and its right answer.
 *
 * @param number of the case in the table of cases that the project keeps
 * @param columns name and MySQL type, separated by semicolons; the first is the key
 * @param source rows as MySQL's VALUES writes them; empty for none
 * @param planted rows of the copy as Redshift's VALUES writes them, where the copy is planted in
 *     the warehouse; null where it comes through the replicator
 * @param copyTypes Redshift types of single columns of a planted copy, where they are not those of
 *     zero-ETL, and further columns of its own
 * @param state in which the integration's views show the replica's table; empty for Synced
 * @param reason that they give for it
 * @param late what is set at the source, twice, while the replica does not move; empty for nothing
 * @param differences kind, key and, for a cell, column and cause
 */
record ReconciliationCase(
    int number,
    String what,
    String columns,
    String source,
    String planted,
    Map<String, String> copyTypes,
    LossPolicy policy,
    String filter,
    String state,
    String reason,
    String late,
    Verdict verdict,
    List<String> differences) {

  static ReconciliationCase replicated(
      int number, String what, String columns, String source, String... differences) {
    return of(number, what, columns, source, null, differences);
  }

  static ReconciliationCase planted(
      int number,
      String what,
      String columns,
      String source,
      String planted,
      String... differences) {
    return of(number, what, columns, source, planted, differences);
  }

  private static ReconciliationCase of(
      int number,
      String what,
      String columns,
      String source,
      String planted,
      String... differences) {
    return new ReconciliationCase(
        number,
        what,
        columns,
        source,
        planted,
        Map.of(),
        LossPolicy.NONE,
        "",
        "",
        "",
        "",
        differences.length == 0 ? Verdict.MATCH : Verdict.MISMATCH,
        Arrays.asList(differences));
  }

  ReconciliationCase copy(String column, String redshiftType) {
    Map<String, String> types = new LinkedHashMap<>(copyTypes);
    types.put(column, redshiftType);
    return with(types, policy, filter, verdict);
  }

  ReconciliationCase allowing(LossPolicy losses) {
    return with(copyTypes, losses, filter, Verdict.EXPECTED_LOSS);
  }

  /** Equal as far as those tolerances go. */
  ReconciliationCase tolerating(Map<String, BigDecimal> tolerance) {
    return with(copyTypes, LossPolicy.NONE.within(tolerance), filter, verdict);
  }

  ReconciliationCase where(String condition) {
    return with(copyTypes, policy, condition, verdict);
  }

  private ReconciliationCase with(
      Map<String, String> types, LossPolicy losses, String condition, Verdict answer) {
    return new ReconciliationCase(
        number,
        what,
        columns,
        source,
        planted,
        types,
        losses,
        condition,
        state,
        reason,
        late,
        answer,
        differences);
  }

  /** Not to be compared, since the integration says so. */
  ReconciliationCase inState(String other, String because) {
    return happening(other, because, "", Verdict.NOT_COMPARABLE);
  }

  /** On its way. */
  ReconciliationCase late(String set) {
    return happening("", "", set, Verdict.IN_FLIGHT);
  }

  private ReconciliationCase happening(String other, String because, String set, Verdict answer) {
    return new ReconciliationCase(
        number,
        what,
        columns,
        source,
        planted,
        copyTypes,
        policy,
        filter,
        other,
        because,
        set,
        answer,
        differences);
  }

  Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    for (String column : columns.split(";")) {
      String[] parts = column.strip().split(" ", 2);
      types.put(parts[0], parts[1]);
    }
    return types;
  }

  boolean isReplicated() {
    return planted == null;
  }

  @Override
  public String toString() {
    return number + (isReplicated() ? " (replicated) " : " (planted) ") + what;
  }
}
