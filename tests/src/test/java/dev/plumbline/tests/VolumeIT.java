package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many rows through every station with a heap of 1 GB. A small number by default; {@code make soak}
 * sets 1,000,000 comments through the API and 10,000,000 rows at the source.
 */
class VolumeIT {
  private static final long COMMENTS = Long.getLong("plumbline.volume.comments", 20_000);
  private static final long ROWS = Long.getLong("plumbline.volume.rows", 50_000);
  private static final long CHUNK = 100_000;
  private static final long MANY = 1_000_000;
  private static final Pattern PEAK = Pattern.compile("peak heap ([0-9]+) MB");

  @TempDir Path folder;

  @Test
  @Tag("soak")
  void commentsThroughTheApi() {
    try (Sandbox sandbox = Sandbox.startEmpty(folder, "--comments", Long.toString(COMMENTS))) {
      Plumbline plumbline = withHeapOf1Gb(sandbox);
      print(plumbline, "ingest", plumbline.startJob("ingest"));
      print(plumbline, "run", plumbline.startJob("run"));
      Blog.assertMatches(
          plumbline.report("run"), Map.of("users", 10L, "posts", 100L, "comments", COMMENTS));
    }
  }

  @Test
  void rowsFilledIntoTheSource() throws SQLException {
    try (Sandbox sandbox = Sandbox.startEmpty(folder)) {
      Plumbline plumbline = withHeapOf1Gb(sandbox);
      print(plumbline, "ingest", plumbline.startJob("ingest"));
      fill(sandbox);
      print(plumbline, "run", plumbline.startJob("run"));
      Blog.assertMatches(plumbline.report("run"), Map.of("comments", 500 + ROWS));
    }
  }

  private Plumbline withHeapOf1Gb(Sandbox sandbox) {
    Plumbline plumbline = new Plumbline(sandbox, folder).with("PLUMBLINE_HEAP", "1g");
    // So many rows are worth compiling for.
    return ROWS < MANY ? plumbline : plumbline.with("PLUMBLINE_JVM", "");
  }

  private static void fill(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      // The sequences that fill the rows are tables of the current database.
      statement.execute("USE blog");
      for (long first = 1; first <= ROWS; first += CHUNK) {
        long last = Math.min(ROWS, first + CHUNK - 1);
        statement.execute(
            "INSERT INTO blog.comments (id, post_id, name, email, body) SELECT 1000000000 + seq,"
                + " 1 + seq % 100, CONCAT('name ', seq), CONCAT('reader', seq % 5000,"
                + " '@example.org'), CONCAT('a body of some length, number ', seq, ' ',"
                + " REPEAT('x', seq % 120)) FROM seq_"
                + first
                + "_to_"
                + last);
      }
    }
  }

  private static void print(Plumbline plumbline, String job, Plumbline.Running running) {
    Plumbline.Ended ended = running.await();
    assertThat(ended.code()).as(ended.all()).isZero();
    Matcher peak = PEAK.matcher(running.log());
    assertThat(peak.find()).as("peak heap in the log of " + job).isTrue();
    System.out.printf(Locale.ROOT, "%s: peak heap %s MB of 1,024%n", job, peak.group(1));
    for (JsonNode step : plumbline.report(job).path("steps")) {
      double seconds = Math.max(0.01, step.path("seconds").asDouble());
      System.out.printf(
          Locale.ROOT,
          "  %-10s %-40s %,12d rows %8.2f s %,12.0f rows/s%n",
          step.path("job").asText(),
          step.path("table").asText(),
          step.path("rowsRead").asLong(),
          seconds,
          step.path("rowsRead").asLong() / seconds);
    }
  }
}
