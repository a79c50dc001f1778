package dev.plumbline.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckBookTest {
  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00.123456Z");
  private static final WorkItem ORDERS = WorkItems.item("orders", 10, 100);
  private static final WorkItem USERS = WorkItems.item("users", 10, 100);

  @TempDir Path folder;

  private CheckBook book(boolean resume) {
    return new CheckBook(folder, "shop", resume);
  }

  private static ReconcileReport report(WorkItem item, Verdict verdict) {
    return new ReconcileReport(
        item.id(),
        Pair.SOURCE_REPLICA,
        Depth.CELLS,
        verdict,
        new Side("left", 10, NOW),
        new Side("right", 9, NOW),
        1,
        0,
        0,
        0,
        0,
        0,
        "2 of 2",
        1.5,
        verdict == Verdict.MATCH ? NOW : null,
        NOW,
        List.of("17"),
        "next",
        "1 row missing",
        new Evidence(
            Map.of("missing", 1L),
            List.of(new Evidence.Column("v", 1, 0, "hint")),
            List.of(new Evidence.Key("missing", "17", List.of())),
            List.of(1L),
            "17",
            "17",
            "differences/orders.csv"));
  }

  @Test
  void whatWasFinishedIsTakenOverAsItWas() {
    ReconcileReport report = report(ORDERS, Verdict.MISMATCH);
    book(false).keep(ORDERS, "cells", report, ExitCode.MISMATCH);

    CheckBook.Done done = book(true).finished(ORDERS, "cells").orElseThrow();

    assertThat(done.report()).isEqualTo(report);
    assertThat(done.code()).isEqualTo(ExitCode.MISMATCH);
    assertThat(book(true).finished(ORDERS, "counts")).isEmpty();
    assertThat(book(true).finished(USERS, "cells")).isEmpty();
    assertThat(new CheckBook(folder, "", true).finished(ORDERS, "cells")).isEmpty();
  }

  @Test
  void aCheckThatBeginsAnewForgetsItsProgressAndKeepsTheHistory() {
    book(false).keep(ORDERS, "cells", report(ORDERS, Verdict.MATCH), ExitCode.OK);

    CheckBook anew = book(false);

    assertThat(anew.finished(ORDERS, "cells")).isEmpty();
    assertThat(anew.last().get("shop.orders").verdict()).isEqualTo(Verdict.MATCH);
    assertThat(book(true).finished(ORDERS, "cells")).isEmpty();
  }

  @Test
  void aTableThatFailedIsComparedAgain() {
    book(false).keep(ORDERS, "cells", report(ORDERS, Verdict.ERROR), ExitCode.SOURCE_FAILED);
    assertThat(book(true).finished(ORDERS, "cells")).isEmpty();
    assertThat(book(true).last().get("shop.orders").verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void halfALineOfAKilledCheckIsNoLine() throws IOException {
    book(false).keep(ORDERS, "cells", report(ORDERS, Verdict.MATCH), ExitCode.OK);
    Path history = folder.resolve("history.jsonl");
    Files.writeString(
        history, "{\"table\":\"shop.us", StandardCharsets.UTF_8, StandardOpenOption.APPEND);

    CheckBook next = book(true);
    next.keep(USERS, "cells", report(USERS, Verdict.MISMATCH), ExitCode.MISMATCH);

    assertThat(book(true).last()).containsOnlyKeys("shop.orders", "shop.users");
    assertThat(book(true).finished(USERS, "cells")).isPresent();
  }
}
