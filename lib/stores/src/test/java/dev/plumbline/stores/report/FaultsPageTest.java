package dev.plumbline.stores.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.CommitSpan;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Rung;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of a run that found three kinds of faults, read as a person would. */
class FaultsPageTest {
  private static final Instant AT = Instant.parse("2026-10-03T09:41:07Z");

  /** The page is left there to be looked at. */
  private static final Path PAGE = Path.of("target", "faults.html");

  private static String page;

  @BeforeAll
  static void render() throws IOException {
    page =
        HtmlReport.after(
                List.of(run(0, missing(0, Verdict.MATCH)), run(1, missing(1, Verdict.MISMATCH))))
            .render(run(2, missing(2, Verdict.MISMATCH), cut(), twice()));
    Files.createDirectories(PAGE.toAbsolutePath().getParent());
    Files.writeString(PAGE, page, StandardCharsets.UTF_8);
  }

  private static RunReport run(int hour, ReconcileReport... comparisons) {
    Instant at = AT.plusSeconds(3600L * (hour - 2L));
    return new RunReport(
        "run-" + hour,
        "shop",
        "run",
        RunStatus.FAILED,
        40,
        at.minusSeconds(95),
        at,
        "bin/plumbline resync orders --env conf/env/aws.yaml --pipeline conf/shop",
        List.of(),
        List.of(comparisons),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  private static ReconcileReport missing(int hour, Verdict verdict) {
    boolean match = verdict == Verdict.MATCH;
    Evidence evidence =
        match
            ? Evidence.NONE
            : new Evidence(
                Map.of("missing", 1204L),
                List.of(),
                List.of(
                    new Evidence.Key("missing", "88120017", List.of()),
                    new Evidence.Key("missing", "88120018", List.of())),
                LongStream.range(0, 40).map(i -> i > 30 ? 120 : 0).boxed().toList(),
                "88120017",
                "88121999",
                "differences/orders-source-replica.csv",
                "differences/orders-source-replica.parquet",
                List.of(
                    new CommitSpan(
                        "missing",
                        "updated_at",
                        "2026-10-03T02:11:04Z",
                        "2026-10-03T02:14:59Z",
                        1204,
                        1204)));
    return report(
        "orders",
        hour,
        verdict,
        new long[] {match ? 0 : 1204, 0, 0},
        match
            ? ""
            : "1,204 rows missing on the right, all committed 2026-10-03 02:11-02:14Z by updated_at",
        evidence);
  }

  private static ReconcileReport cut() {
    return report(
        "customers",
        2,
        Verdict.MISMATCH,
        new long[] {0, 312, 0},
        "312 rows changed",
        new Evidence(
            Map.of("changed", 312L),
            List.of(new Evidence.Column("notes", 312, 0, "312 of 312: text is cut")),
            List.of(
                new Evidence.Key(
                    "changed",
                    "8",
                    List.of(
                        new Evidence.Cell(
                            "notes",
                            "called twice, ".repeat(40),
                            "called twice, ca",
                            "text is cut")))),
            List.of(4L, 1L, 0L, 7L),
            "8",
            "9003",
            "differences/customers-source-replica.csv",
            "differences/customers-source-replica.parquet",
            List.of()));
  }

  private static ReconcileReport twice() {
    return report(
        "items",
        2,
        Verdict.MISMATCH,
        new long[] {0, 0, 3},
        "3 rows duplicated",
        new Evidence(
            Map.of("duplicate", 3L),
            List.of(),
            List.of(new Evidence.Key("duplicate", "(7, 1)", List.of())),
            List.of(),
            "",
            "",
            "differences/items-source-replica.csv",
            "differences/items-source-replica.parquet",
            List.of()));
  }

  private static ReconcileReport report(
      String table, int hour, Verdict verdict, long[] counts, String message, Evidence evidence) {
    Instant at = AT.plusSeconds(3600L * (hour - 2L));
    return new ReconcileReport(
            table,
            Pair.SOURCE_REPLICA,
            Depth.CELLS,
            verdict,
            new Side("aurora shop." + table, 88_120_441, at),
            new Side("warehouse zeroetl.shop." + table, 88_119_237, at),
            counts[0],
            0,
            counts[1],
            counts[2],
            0,
            0,
            "17 of 19, 2 by spark",
            41.2,
            null,
            at,
            evidence.samples().stream().map(Evidence.Key::key).toList(),
            verdict == Verdict.MATCH
                ? ""
                : "bin/plumbline resync " + table + " --env conf/env/aws.yaml --pipeline conf/shop",
            message,
            evidence)
        .taking(
            List.of(
                new Rung("counts", 0.31), new Rung("checksums", 38.2), new Rung("cells", 1.94)));
  }

  /** The part of the page that speaks of a table's differences. */
  private static String article(String table) {
    Matcher article =
        Pattern.compile(
                "<article class=\"difference\" data-table=\"" + table + "\".*?</article>",
                Pattern.DOTALL)
            .matcher(page);
    assertThat(article.find()).as(table).isTrue();
    return article.group();
  }

  @Test
  void missingRowsAreToldWithKeysSinceWhenAndWhatNext() {
    assertThat(article("orders"))
        .contains("MISMATCH", "1,204 rows missing on the right")
        .contains("<code>88120017</code>", "from 88120017 to 88121999")
        .contains(
            "1,204 of 1,204 committed between <time>2026-10-03T02:11:04Z</time> and"
                + " <time>2026-10-03T02:14:59Z</time>, as <code>updated_at</code> says")
        .contains("<code>bin/plumbline resync orders --env conf/env/aws.yaml")
        .contains("differences/orders-source-replica.parquet\"");
    assertThat(page).contains("41.2 s<small>counts 0.31 s</small> <small>checksums 38.2 s</small>");
    // Since when it has been so, by the runs before.
    assertThat(page).contains(">2026-10-03T08:41:07Z</time></td>");
  }

  @Test
  void cutTextIsToldWithItsColumnAndCause() {
    assertThat(article("customers"))
        .contains("MISMATCH", "312 rows changed", "312 of 312: text is cut")
        .contains("<code>8</code>", "<code>notes</code>", "called twice, ca</code>")
        .contains("bin/plumbline resync customers");
  }

  @Test
  void duplicatesAreToldWithTheirKeys() {
    assertThat(article("items"))
        .contains("MISMATCH", "3 rows duplicated", "<code>(7, 1)</code>")
        .contains("bin/plumbline resync items");
  }
}
