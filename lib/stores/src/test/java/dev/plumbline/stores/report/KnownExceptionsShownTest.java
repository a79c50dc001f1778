package dev.plumbline.stores.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.KnownExceptions;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.text.Ansi;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownExceptionsShownTest {
  private static final Instant AT = Instant.parse("2026-07-01T02:14:07Z");
  private static final String WORDS =
      "known until 2027-01-01 (not-replicated, owner dba): no primary key";

  @Test
  void aKnownExceptionIsShownWithReasonOwnerAndDateAndIsNoFailure() {
    String shown = new TerminalTable(Ansi.OFF, 160, false).render(report(before()), "");

    assertThat(shown)
        .contains("1 known exception:", "· NOT_COMPARABLE  log source/replica", WORDS)
        .doesNotContain("failure", "warning", "replica shop.log", "next:");
    assertThat(HtmlReport.standard().render(report(before())))
        .contains("1 known exception.", "class=\"badge quiet\"", WORDS);
    assertThat(Json.write(report(before())))
        .contains("\"quiet\" : true", "\"owner\" : \"dba\"", "\"until\" : \"2027-01-01\"");
  }

  @Test
  void onceItsDateHasComeItIsAFailureAsAnyOther() {
    String shown = new TerminalTable(Ansi.OFF, 160, false).render(report(after()), "");

    assertThat(shown)
        .contains("! NOT_COMPARABLE  log source/replica", "replica shop.log")
        .contains("was known until 2027-01-01, which has passed");
  }

  @Test
  void statesAloneAreNoComparison() {
    ReconcileReport synced = comparison(Verdict.MATCH, "Synced; nothing was compared");

    assertThat(HtmlReport.standard().render(report(synced)))
        .contains("Nothing was compared in this run", "<h1>Done</h1>");
  }

  private static ReconcileReport before() {
    return told(LocalDate.of(2026, 12, 31));
  }

  private static ReconcileReport after() {
    return told(LocalDate.of(2027, 1, 1));
  }

  private static ReconcileReport told(LocalDate today) {
    ExpectSpec known =
        new ExpectSpec(
            ExpectSpec.Kind.NOT_REPLICATED,
            List.of(),
            "no primary key",
            "dba",
            LocalDate.of(2027, 1, 1));
    return new KnownExceptions(List.of(known), today)
        .notReplicated(
            comparison(Verdict.NOT_COMPARABLE, "the replica's table is in state Failed"));
  }

  private static ReconcileReport comparison(Verdict verdict, String message) {
    return new ReconcileReport(
        "log",
        Pair.SOURCE_REPLICA,
        Depth.STATE,
        verdict,
        new Side("aurora shop.log", -1, AT),
        new Side("warehouse zeroetl.shop.log", -1, AT),
        -1,
        -1,
        -1,
        -1,
        -1,
        0,
        "",
        0.1,
        null,
        AT,
        List.of(),
        "bin/plumbline reconcile --select log",
        message,
        Evidence.NONE);
  }

  private static RunReport report(ReconcileReport comparison) {
    return new RunReport(
        "20260701T021407Z-4f3a",
        "shop",
        "reconcile",
        RunStatus.OK,
        0,
        AT,
        AT,
        "",
        List.of(),
        List.of(comparison),
        List.of(),
        List.of(),
        List.of(),
        new ReplicaReport(
            "i",
            "zeroetl",
            "CdcRefreshState",
            100,
            "c",
            AT,
            AT,
            "",
            "",
            true,
            List.of(new ReplicaReport.TableState("shop", "log", "Failed", "no primary key"))));
  }
}
