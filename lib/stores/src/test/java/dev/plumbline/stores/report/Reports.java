package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.QuarantineReport;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Made-up runs, the same every time. */
final class Reports {
  static final Instant START = Instant.parse("2026-07-01T02:14:07Z");
  static final String NASTY =
      "<script>alert(1)</script> \"quoted\" & 'single' \u202edcba \u001b[2J 注文 🚀\nline two";

  private Reports() {}

  static RunReport fine() {
    return run(RunStatus.OK, 0, "", steps(), comparisons(), quarantine(), quality(), replica());
  }

  static RunReport comparing(ReconcileReport comparison) {
    return run(
        RunStatus.FAILED,
        40,
        null,
        List.of(),
        List.of(comparison),
        List.of(),
        List.of(),
        (ReplicaReport) null);
  }

  static RunReport empty() {
    return run(
        RunStatus.OK, 0, null, List.of(), List.of(), List.of(), List.of(), (ReplicaReport) null);
  }

  static RunReport failed() {
    List<StepReport> steps = new ArrayList<>(steps());
    steps.replaceAll(Reports::broken);
    List<ReconcileReport> comparisons = new ArrayList<>(comparisons());
    comparisons.replaceAll(Reports::differing);
    List<QualityReport> quality = new ArrayList<>(quality());
    quality.set(
        1,
        new QualityReport(
            "silver.fact_comments",
            "Completeness \"email\" > 0.99",
            "error",
            false,
            "Completeness of email is 0.914, wanted more than 0.99"));
    return run(
        RunStatus.FAILED,
        50,
        "bin/plumbline publish --env conf/env/local.yaml --pipeline conf/blog --select posts",
        steps,
        comparisons,
        quarantine(),
        quality,
        troubledReplica());
  }

  static RunReport degraded() {
    List<ReconcileReport> comparisons = new ArrayList<>(comparisons());
    comparisons.set(
        0,
        comparison(
            "comments",
            Pair.SOURCE_REPLICA,
            Verdict.INCONCLUSIVE,
            side("aurora blog.comments", 500),
            side("zeroetl.blog.comments", 498),
            "The source moved while it was counted."));
    return run(
        RunStatus.DEGRADED,
        41,
        "bin/plumbline reconcile --env conf/env/local.yaml --pipeline conf/blog --select comments",
        steps(),
        comparisons,
        quarantine(),
        quality(),
        replica());
  }

  static RunReport wide() {
    List<StepReport> steps = new ArrayList<>();
    List<ReconcileReport> comparisons = new ArrayList<>();
    List<TableState> states = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String table = "shop_table_%03d".formatted(i);
      long rows = 1_000L + 7_919L * i * i;
      steps.add(step("extract", "bronze_shop." + table, rows, rows, 1.5 * i, 2.0 + i % 17));
      steps.add(step("publish", "fallback_shop." + table, rows, rows, 1.5 * i + 20, 1.0 + i % 5));
      boolean odd = i % 67 == 3;
      comparisons.add(
          comparison(
              table,
              Pair.SOURCE_REPLICA,
              odd ? Verdict.MISMATCH : Verdict.MATCH,
              side("aurora shop." + table, rows),
              side("zeroetl.shop." + table, odd ? rows - 12 : rows),
              ""));
      comparisons.add(
          comparison(
              table,
              Pair.SOURCE_BRONZE,
              Verdict.MATCH,
              side("aurora shop." + table, rows),
              side("bronze_shop." + table, rows),
              ""));
      comparisons.add(
          comparison(
              table,
              Pair.BRONZE_FALLBACK,
              Verdict.MATCH,
              side("bronze_shop." + table, rows),
              side("fallback_shop." + table, rows),
              ""));
      states.add(
          i % 90 == 5
              ? new TableState("shop", table, "Failed", "Unsupported data type for column gift.")
              : new TableState("shop", table, "Synced", ""));
    }
    return run(
        RunStatus.FAILED,
        40,
        "bin/plumbline check --pipeline conf/shop --select shop_table_003 --depth rows",
        steps,
        comparisons,
        List.of(),
        List.of(),
        replica(states));
  }

  static RunReport nasty() {
    ReconcileReport comparison =
        new ReconcileReport(
            NASTY,
            Pair.SOURCE_REPLICA,
            Depth.ROWS,
            Verdict.MISMATCH,
            side(NASTY, Long.MAX_VALUE),
            side(NASTY, 0),
            1,
            2,
            3,
            4,
            5,
            6,
            NASTY,
            0.5,
            START,
            START,
            List.of(NASTY),
            NASTY,
            NASTY,
            Evidence.NONE);
    StepReport step =
        new StepReport(
            NASTY, NASTY, 1, 1, 1, 1, 0.1, RunStatus.FAILED, NASTY, START.plusSeconds(1), NASTY);
    return new RunReport(
        NASTY,
        NASTY,
        NASTY,
        RunStatus.FAILED,
        99,
        START,
        START.plusSeconds(41),
        NASTY,
        List.of(step),
        List.of(comparison),
        List.of(new dev.plumbline.core.route.RouteReport(NASTY, NASTY, NASTY, START, 3)),
        List.of(new QuarantineReport(NASTY, NASTY, 7, NASTY)),
        List.of(new QualityReport(NASTY, NASTY, NASTY, false, NASTY)),
        new ReplicaReport(
            NASTY,
            NASTY,
            NASTY,
            -1,
            NASTY,
            null,
            START,
            NASTY,
            List.of(new TableState(NASTY, NASTY, NASTY, NASTY))));
  }

  private static RunReport run(
      RunStatus status,
      int exitCode,
      String next,
      List<StepReport> steps,
      List<ReconcileReport> comparisons,
      List<QuarantineReport> quarantine,
      List<QualityReport> quality,
      ReplicaReport replica) {
    return new RunReport(
        "20260701T021407Z-4f3a",
        "blog",
        "run",
        status,
        exitCode,
        START,
        START.plusMillis(41_200),
        next,
        steps,
        comparisons,
        List.of(),
        quarantine,
        quality,
        replica);
  }

  private static List<StepReport> steps() {
    return List.of(
        step("extract", "bronze_api.users", 10, 10, 0.2, 1.31),
        step("extract", "bronze_api.posts", 100, 100, 0.3, 1.62),
        step("extract", "bronze_api.comments", 500, 500, 1.5, 1.84),
        step("extract", "bronze_blog.users", 10, 10, 2.0, 2.41),
        step("extract", "bronze_blog.posts", 100, 100, 3.4, 2.52),
        step("extract", "bronze_blog.comments", 500, 500, 4.4, 2.93),
        step("publish", "fallback_blog.users", 10, 10, 7.4, 3.10),
        step("publish", "fallback_blog.posts", 100, 100, 7.4, 3.10),
        step("publish", "fallback_blog.comments", 500, 500, 7.4, 3.10),
        step("build", "silver.dim_users", 10, 10, 10.5, 2.02),
        step("build", "silver.dim_posts", 100, 100, 10.6, 2.35),
        rejecting("build", "silver.fact_comments", 500, 493, 7, 12.6, 3.44),
        step("build", "gold.fact_engagement", 593, 100, 16.2, 2.11),
        step("build", "gold.daily_summary", 603, 31, 16.3, 1.95),
        step("build", "gold.user_metrics", 603, 10, 18.4, 2.08),
        step("publish", "silver.fact_comments", 493, 493, 21.0, 4.20),
        step("publish", "gold.fact_engagement", 100, 100, 25.3, 2.90),
        compared("comments source/replica", 500, 32.1, 0.62),
        compared("posts source/replica", 100, 32.1, 0.58),
        compared("users source/replica", 10, 32.7, 0.41));
  }

  private static List<ReconcileReport> comparisons() {
    List<ReconcileReport> all = new ArrayList<>();
    String[] tables = {"comments", "posts", "users"};
    long[] rows = {500, 100, 10};
    for (int i = 0; i < tables.length; i++) {
      Side source = side("aurora blog." + tables[i], rows[i]);
      Side bronze = side("bronze_blog." + tables[i], rows[i]);
      all.add(
          match(
              tables[i], Pair.SOURCE_REPLICA, source, side("zeroetl.blog." + tables[i], rows[i])));
      all.add(match(tables[i], Pair.SOURCE_BRONZE, source, bronze));
      all.add(
          match(
              tables[i],
              Pair.BRONZE_FALLBACK,
              bronze,
              side("fallback_blog." + tables[i], rows[i])));
    }
    all.add(model("silver.fact_comments", 493));
    all.add(model("gold.fact_engagement", 100));
    return all;
  }

  private static ReconcileReport model(String table, long rows) {
    return match(
        table, Pair.LAKE_REDSHIFT, side("lake " + table, rows), side("redshift " + table, rows));
  }

  private static List<QuarantineReport> quarantine() {
    return List.of(
        new QuarantineReport(
            "silver.fact_comments", "email is not an address", 5, "silver.quarantine"),
        new QuarantineReport(
            "silver.fact_comments", "post does not exist", 2, "silver.quarantine"));
  }

  private static List<QualityReport> quality() {
    return List.of(
        new QualityReport("silver.fact_comments", "IsPrimaryKey \"comment_id\"", "error", true, ""),
        new QualityReport(
            "silver.fact_comments", "Completeness \"email\" > 0.99", "error", true, ""),
        new QualityReport(
            "gold.daily_summary",
            "RowCount > 100",
            "warning",
            false,
            "RowCount is 31, wanted more than 100"));
  }

  private static ReplicaReport replica() {
    return replica(
        List.of(
            new TableState("blog", "comments", "Synced", ""),
            new TableState("blog", "posts", "Synced", ""),
            new TableState("blog", "users", "Synced", "")));
  }

  private static ReplicaReport replica(List<TableState> tables) {
    return new ReplicaReport(
        "9f0c1e52-7f5b-4f5e-9d0a-0c9b7a6d5e4f",
        "zeroetl",
        "CdcRefreshState",
        840,
        "{\"txn_seq\":\"0\",\"txn_id\":\"610\",\"binlog\":\"binlog.000002:48121\"}",
        START.minusSeconds(3),
        START.plusSeconds(32),
        "",
        "binlog.000002:48121",
        true,
        tables);
  }

  private static ReplicaReport troubledReplica() {
    return new ReplicaReport(
        "9f0c1e52-7f5b-4f5e-9d0a-0c9b7a6d5e4f",
        "zeroetl",
        "CdcRefreshState",
        754_000,
        "binlog.000002:48121",
        START.minusSeconds(760),
        START.plusSeconds(32),
        "",
        List.of(
            new TableState("blog", "comments", "Synced", ""),
            new TableState("blog", "posts", "ResyncInitiated", ""),
            new TableState(
                "blog", "users", "Failed", "Foreign key fk_user has ON DELETE CASCADE.")));
  }

  private static StepReport broken(StepReport step) {
    if (step.job().equals("publish") && step.table().equals("fallback_blog.posts")) {
      return ended(
          step,
          RunStatus.FAILED,
          "Cannot copy into fallback_blog.posts: ERROR: Spectrum Scan Error (15001): File"
              + " s3://plumbline/stage/posts-0.parquet has an incompatible schema for column title",
          "bin/plumbline publish --env conf/env/local.yaml --pipeline conf/blog --select posts");
    }
    if (step.table().startsWith("gold.") && step.job().equals("publish")) {
      return ended(
          step, RunStatus.SKIPPED, "skipped, since build silver.fact_comments did not succeed", "");
    }
    if (step.job().equals("build") && step.table().equals("silver.fact_comments")) {
      return ended(
          step,
          RunStatus.FAILED,
          "Cannot make silver.fact_comments visible: 1 of 4 quality rules does not hold:"
              + " Completeness of email is 0.914, wanted more than 0.99",
          "bin/plumbline build --env conf/env/local.yaml --pipeline conf/blog --select"
              + " fact_comments");
    }
    if (step.table().equals("comments source/replica")) {
      return ended(step, RunStatus.FAILED, "MISMATCH: see the comparison", "");
    }
    return step;
  }

  private static StepReport ended(StepReport step, RunStatus status, String message, String next) {
    boolean never = status == RunStatus.SKIPPED;
    return new StepReport(
        step.job(),
        step.table(),
        never ? 0 : step.rowsRead(),
        0,
        0,
        0,
        never ? 0 : step.seconds(),
        status,
        message,
        never ? null : step.startedAt(),
        next);
  }

  private static ReconcileReport differing(ReconcileReport report) {
    if (!report.table().equals("comments") || report.pair() != Pair.SOURCE_REPLICA) {
      return report;
    }
    return new ReconcileReport(
        report.table(),
        report.pair(),
        Depth.ROWS,
        Verdict.MISMATCH,
        report.left(),
        side("zeroetl.blog.comments", 488),
        12,
        0,
        3,
        0,
        0,
        0,
        "7 of 7",
        1.42,
        START.minusSeconds(600),
        START.plusSeconds(33),
        List.of("id=101", "id=102", "id=103"),
        "bin/plumbline resync comments --env conf/env/local.yaml --pipeline conf/blog",
        "All missing rows were committed 2026-07-01 02:11:00Z to 02:11:04Z.",
        Evidence.NONE);
  }

  private static ReconcileReport match(String table, Pair pair, Side left, Side right) {
    return comparison(table, pair, Verdict.MATCH, left, right, "");
  }

  private static ReconcileReport comparison(
      String table, Pair pair, Verdict verdict, Side left, Side right, String message) {
    return new ReconcileReport(
        table,
        pair,
        Depth.COUNTS,
        verdict,
        left,
        right,
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        "",
        0.21,
        verdict == Verdict.MATCH ? START.plusSeconds(30) : null,
        START.plusSeconds(32),
        List.of(),
        verdict == Verdict.MATCH
            ? ""
            : "bin/plumbline reconcile --pipeline conf/blog --select " + table + " --depth rows",
        message,
        Evidence.NONE);
  }

  private static Side side(String store, long rows) {
    return new Side(store, rows, START.plusSeconds(31));
  }

  private static StepReport compared(String table, long rows, double after, double seconds) {
    return new StepReport(
        "reconcile",
        table,
        rows,
        rows,
        0,
        0,
        seconds,
        RunStatus.OK,
        "MATCH",
        START.plusMillis(Math.round(after * 1000)));
  }

  private static StepReport step(
      String job, String table, long read, long written, double after, double seconds) {
    return rejecting(job, table, read, written, 0, after, seconds);
  }

  private static StepReport rejecting(
      String job,
      String table,
      long read,
      long written,
      long quarantined,
      double after,
      double seconds) {
    return new StepReport(
        job,
        table,
        read,
        written,
        quarantined,
        written * 231,
        seconds,
        RunStatus.OK,
        "",
        START.plusMillis(Math.round(after * 1000)));
  }
}
