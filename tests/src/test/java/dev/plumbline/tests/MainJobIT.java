package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** The main job on a sandbox of its own, from the API to every copy. */
class MainJobIT {
  private static final Map<String, Long> GENERATED =
      Map.of("users", 10L, "posts", 100L, "comments", 500L);

  @TempDir Path folder;

  @Test
  void everyCopyHoldsTheSourcesRowsAndASecondRunChangesNothing() throws SQLException {
    try (Sandbox sandbox = Sandbox.startEmpty(folder)) {
      Plumbline plumbline = new Plumbline(sandbox, folder);
      for (int run = 1; run <= 2; run++) {
        assertEnds(plumbline.job("ingest"), 0);
        Plumbline.Ended ended = plumbline.job("run");
        assertEnds(ended, 0);
        assertThat(ended.out()).contains("Done.", "report.html");
        Blog.assertMatches(plumbline.report("run"), GENERATED);
        assertHealthy(plumbline.report("run").path("replica"));
        assertServed(sandbox, plumbline.report("run").path("routes"));
        assertSameEverywhere(sandbox, GENERATED);
      }
      assertThat(plumbline.report("ingest").path("steps"))
          .allSatisfy(step -> assertThat(step.path("rowsWritten").asLong()).isZero());
    }
  }

  @Test
  void theRealDataArrivesValueByValue() throws SQLException, IOException {
    Path data = Plumbline.home().resolve("../shared/data/jsonplaceholder").normalize();
    assumeTrue(
        Files.isDirectory(data), "skipped: the folder shared/data/jsonplaceholder is absent");
    try (Sandbox sandbox = Sandbox.startEmpty(folder, "--api-folder", data.toString())) {
      Plumbline plumbline = new Plumbline(sandbox, folder).inThisJvm();
      assertEnds(plumbline.job("ingest"), 0);
      assertEnds(plumbline.job("run"), 0);
      assertSameEverywhere(sandbox, GENERATED);
      try (Connection aurora = sandbox.aurora()) {
        for (String table : GENERATED.keySet()) {
          assertThat(Blog.rows(aurora, "blog." + table, Blog.COLUMNS.get(table)))
              .as("rows of " + table)
              .isEqualTo(served(data, table));
          assertThat(bronze(sandbox, table))
              .as("bronze of " + table)
              .isEqualTo(served(data, table));
        }
      }
    }
  }

  /** The rows of a bronze table that one run has written: those of all its data files. */
  private Map<Long, List<String>> bronze(Sandbox sandbox, String table)
      throws IOException, SQLException {
    String bucket = sandbox.endpoints().s3().bucket();
    try (S3Client s3 = sandbox.s3();
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      String files =
          new ParquetFiles(s3, bucket)
              .fetch("lake/bronze_blog/" + table + "/data/", folder.resolve("bronze-" + table));
      return Blog.rows(duckDb, files, Blog.COLUMNS.get(table));
    }
  }

  private static void assertSameEverywhere(Sandbox sandbox, Map<String, Long> counts)
      throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Connection redshift = sandbox.redshift()) {
      for (String table : counts.keySet()) {
        List<String> columns = Blog.COLUMNS.get(table);
        Map<Long, List<String>> source = Blog.rows(aurora, "blog." + table, columns);
        assertThat(source).hasSize(counts.get(table).intValue());
        assertThat(Blog.rows(redshift, "zeroetl.blog." + table, columns))
            .as("replica of " + table)
            .isEqualTo(source);
        assertThat(Blog.rows(redshift, "fallback_blog." + table, columns))
            .as("fallback of " + table)
            .isEqualTo(source);
      }
    }
  }

  private static void assertServed(Sandbox sandbox, JsonNode routes) throws SQLException {
    assertThat(routes)
        .hasSize(3)
        .allSatisfy(route -> assertThat(route.path("target").asText()).isEqualTo("replica"));
    try (Connection redshift = sandbox.redshift()) {
      assertThat(Blog.rows(redshift, "serving_blog.posts", Blog.COLUMNS.get("posts")))
          .hasSize(GENERATED.get("posts").intValue());
    }
  }

  private static void assertHealthy(JsonNode replica) {
    assertThat(replica.path("state").asText()).isEqualTo("CdcRefreshState");
    assertThat(replica.path("passedSource").asBoolean()).isTrue();
    assertThat(replica.path("tables"))
        .isNotEmpty()
        .allSatisfy(table -> assertThat(table.path("state").asText()).isEqualTo("Synced"));
  }

  private static Map<Long, List<String>> served(Path data, String table) throws IOException {
    JsonNode rows = new ObjectMapper().readTree(data.resolve(table + ".json").toFile());
    Map<Long, List<String>> served = new LinkedHashMap<>();
    for (JsonNode row : rows) {
      List<String> values = new ArrayList<>();
      Blog.COLUMNS.get(table).forEach(name -> values.add(ApiFields.text(row, table, name)));
      served.put(row.path("id").asLong(), values);
    }
    return served;
  }

  private static void assertEnds(Plumbline.Ended ended, int code) {
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
  }
}
