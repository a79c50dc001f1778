package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kill -9 when a named step has begun; the next clean run leaves exact counts and no leftovers. In
 * short, runs are killed one after the other, each at a later step, before one clean run; at
 * length, a clean run follows each.
 */
@ExtendWith(SandboxExtension.class)
class KillIT {
  private static final Map<String, Long> ROWS =
      Map.of("users", 10L, "posts", 100L, "comments", 500L);
  private static final List<String> STEPS =
      List.of(
          "extract bronze_blog.comments",
          "extract bronze_api.posts",
          "build silver.fact_comments",
          "build gold.user_metrics",
          "publish group blog",
          "publish gold.daily_summary",
          "reconcile comments source/replica");

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void fill(Sandbox sandbox) {
    Plumbline.Ended ended = new Plumbline(sandbox, shared).job("ingest");
    assertThat(ended.code()).as(ended.all()).isZero();
  }

  static List<List<String>> kills() {
    return Boolean.getBoolean("plumbline.kills.each")
        ? STEPS.stream().map(List::of).toList()
        : List.of(
            List.of(
                "extract bronze_blog.comments",
                "build silver.fact_comments",
                "publish group blog"));
  }

  @ParameterizedTest
  @MethodSource("kills")
  void runsThatAreKilled(List<String> steps, Sandbox sandbox) throws SQLException {
    Plumbline plumbline = new Plumbline(sandbox, folder);

    steps.forEach(step -> plumbline.startJob("run").awaitLog("started " + step).kill());
    Plumbline.Ended ended = plumbline.job("run");

    assertThat(ended.code()).as(ended.all()).isZero();
    Blog.assertMatches(plumbline.report("run"), ROWS);
    Leftovers leftovers = new Leftovers(sandbox);
    assertThat(leftovers.tables("fallback_blog", "silver", "gold")).isEmpty();
    assertThat(leftovers.lake("blog", "bronze_blog", "bronze_api", "silver", "gold")).isEmpty();
  }
}
