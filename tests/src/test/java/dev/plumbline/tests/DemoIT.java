package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The story that {@code make demo} tells, with its numbers checked at each stage: a healthy run, a
 * workload, three faults, what is found, how readers are moved, and how they come back.
 */
class DemoIT {
  private static final int ACCOUNTS = 1000;
  private static final long MONEY = 2L * ACCOUNTS * 100;
  private static final long ORDERS = 400;
  private static final String KEPT = System.getProperty("plumbline.demo.folder", "");

  @TempDir Path temporary;

  private final PrintStream out = new PrintStream(System.out, true, UTF_8);
  private Plumbline plumbline;
  private Path folder;
  private int stage;

  @Test
  void theStory() throws SQLException, IOException {
    folder = KEPT.isEmpty() ? temporary : Path.of(KEPT).toAbsolutePath();
    Files.createDirectories(folder);
    Instant start = Instant.now();
    tell("A bank: money moves between the tables checking and savings; all of it together is");
    tell(
        String.format(
            Locale.ROOT, "always %,d. A dashboard asks for that sum all the time.", MONEY));
    try (Sandbox sandbox = Sandbox.startEmpty(folder)) {
      plumbline = new Plumbline(sandbox, folder);
      if (KEPT.isEmpty()) {
        plumbline.inThisJvm();
      }
      found(sandbox);
      healthy(sandbox);
      try (Teller teller = new Teller(sandbox, MONEY, ORDERS);
          Transfers transfers = new Transfers(sandbox, "bank")) {
        Instant struck = faults(sandbox, teller);
        named();
        Instant safe = moved(teller);
        window(teller, struck, safe);
        resynced(sandbox);
        tell("  " + transfers.made() + " transfers were made meanwhile");
        transfers.close();
        clean(sandbox);
        returned(teller, safe);
      }
    }
    tell("");
    tell(
        "Done in "
            + Duration.between(start, Instant.now()).toSeconds()
            + " s."
            + (KEPT.isEmpty() ? "" : " The report of each stage: " + folder.resolve("stages")));
  }

  private void found(Sandbox sandbox) throws SQLException {
    onSource(
        sandbox,
        "CREATE DATABASE bank",
        "USE bank",
        "CREATE TABLE bank.checking (id BIGINT PRIMARY KEY, owner VARCHAR(40) NOT NULL, balance"
            + " BIGINT NOT NULL)",
        "CREATE TABLE bank.savings LIKE bank.checking",
        "CREATE TABLE bank.orders (id BIGINT PRIMARY KEY, account BIGINT NOT NULL, amount"
            + " DECIMAL(12,2) NOT NULL)",
        "INSERT INTO bank.checking SELECT seq, CONCAT('owner ', seq), 100 FROM seq_1_to_"
            + ACCOUNTS,
        "INSERT INTO bank.savings SELECT seq, CONCAT('owner ', seq), 100 FROM seq_1_to_" + ACCOUNTS,
        "INSERT INTO bank.orders SELECT seq, seq, seq * 1.5 FROM seq_1_to_" + ORDERS);
    sandbox.control().awaitReplica();
  }

  private void healthy(Sandbox sandbox) throws SQLException {
    stage("A healthy run: extract, publish the fallbacks, prove every copy, make the views");
    job("run", 0, "healthy");
    JsonNode report = plumbline.report("bank", "run");
    assertThat(verdicts(report, "MATCH")).hasSize(9);
    assertThat(targets(report)).containsOnly("replica");
    tell("  9 comparisons by checksums, 9 MATCH; all tables are served from the replica");
    try (Connection etl = sandbox.redshift();
        Statement statement = etl.createStatement()) {
      // In the sandbox a late-binding view reads with the rights of whoever reads it.
      statement.execute("GRANT USAGE ON SCHEMA fallback_bank TO reader");
      for (String table : List.of("checking", "savings", "orders")) {
        statement.execute("GRANT SELECT ON fallback_bank." + table + " TO reader");
      }
    }
  }

  private Instant faults(Sandbox sandbox, Teller teller) throws SQLException {
    stage("Three faults strike the replica, none of which zero-ETL tells of by itself");
    assertThat(teller.wrong()).as("before the faults").isEmpty();
    Instant struck = Instant.now();
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "DELETE FROM \"zeroetl$bank\".checking WHERE id IN (901, 902, 903)"))
          .isEqualTo(3);
      assertThat(
              statement.executeUpdate(
                  "UPDATE \"zeroetl$bank\".savings SET balance = balance + 7 WHERE id = 950"))
          .isEqualTo(1);
    }
    onSource(sandbox, "ALTER TABLE bank.orders ADD COLUMN gift GEOMETRY");
    sandbox.control().awaitReplica();
    tell("  checking: rows 901 to 903 dropped · savings: balance of row 950 is 7 too much");
    tell("  orders: somebody added a column of type GEOMETRY at the source");
    return struck;
  }

  private void named() {
    stage("Reconcile names exactly those rows, while money keeps moving");
    job("reconcile", 40, "reconcile");
    JsonNode report = plumbline.report("bank", "reconcile");
    JsonNode checking = replica(report, "checking");
    assertThat(checking.path("verdict").asText()).as(checking.toString()).isEqualTo("MISMATCH");
    assertThat(checking.path("missingOnRight").asLong()).isEqualTo(3);
    assertThat(texts(checking.path("sampleKeys"))).containsExactlyInAnyOrder("901", "902", "903");
    JsonNode savings = replica(report, "savings");
    assertThat(savings.path("verdict").asText()).as(savings.toString()).isEqualTo("MISMATCH");
    assertThat(savings.path("changed").asLong()).isEqualTo(1);
    assertThat(texts(savings.path("sampleKeys"))).containsExactly("950");
    assertThat(savings.path("evidence").path("columns").get(0).path("column").asText())
        .isEqualTo("balance");
    assertThat(replica(report, "orders").path("verdict").asText()).isEqualTo("NOT_COMPARABLE");
    page(report.path("runId").asText());
    tell("  checking lacks 901, 902, 903 · savings differs in 950, column balance");
    tell("  orders: " + replica(report, "orders").path("message").asText());
  }

  /** The page says of each faulted table the verdict, the keys, the cells and what to type next. */
  private void page(String runId) {
    Path report = folder.resolve(".plumbline/reports").resolve(runId);
    try {
      String page = Files.readString(report.resolve("report.html"), UTF_8);
      String checking = article(page, "checking");
      assertThat(checking)
          .contains("MISMATCH", "3 rows missing on the right", "plumbline resync checking");
      assertThat(checking)
          .contains("<code>901</code>", "<code>902</code>", "<code>903</code>", "from <code>901");
      assertThat(article(page, "savings"))
          .contains("MISMATCH", "1 row changed", "<code>950</code>", "<code>balance</code>")
          .contains("plumbline resync savings");
      assertThat(page).contains("NOT_COMPARABLE").contains("column gift: geometry");
      assertThat(
              Files.readAllLines(report.resolve("differences/checking-source-replica.csv"), UTF_8))
          .hasSize(4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String article(String page, String table) {
    int from = page.indexOf("data-table=\"" + table + "\" data-pair=\"source/replica\"");
    assertThat(from).as("what differs in " + table).isPositive();
    return page.substring(from, page.indexOf("</article>", from));
  }

  private Instant moved(Teller teller) {
    stage("One pass of watch moves readers to the copies that are right, and tells people");
    Plumbline.Ended ended = job("watch", 3, "", "--once");
    Instant safe = Instant.now();
    assertThat(ended.out()).contains("[HANDLED] bank: checking, savings (group accounts) now");
    assertThat(ended.out()).contains("[HANDLED] bank: orders now served from the fallback");
    ended.out().lines().map(line -> "  | " + line).forEach(this::tell);
    assertThat(teller.wrong()).as("the faults were seen by readers").isNotEmpty();
    return safe;
  }

  private void window(Teller teller, Instant struck, Instant safe) {
    List<Teller.Wrong> wrong = teller.wrong();
    Instant first = wrong.get(0).at();
    Instant last = wrong.get(wrong.size() - 1).at();
    assertThat(first).isAfterOrEqualTo(struck);
    assertThat(last).isBefore(safe);
    tell(
        String.format(
            Locale.ROOT,
            "  The dashboard was wrong for %.1f s, from the fault to the switch: %d of %d answers,",
            Duration.between(first, last).toMillis() / 1000.0,
            wrong.size(),
            teller.reads()));
    tell("  such as: " + wrong.get(0).what());
  }

  private void resynced(Sandbox sandbox) throws SQLException {
    stage("The morning after: drop the column, let zero-ETL copy the tables anew");
    onSource(sandbox, "ALTER TABLE bank.orders DROP COLUMN gift");
    job("resync", 0, "resync", "checking", "savings", "orders", "--yes");
    JsonNode report = plumbline.report("bank", "resync");
    assertThat(verdicts(report, "MATCH")).hasSize(report.path("reconcile").size()).isNotEmpty();
    assertThat(targets(report)).containsOnly("replica");
    tell("  each group was compared twice, found equal, and returned to the replica");
  }

  private void clean(Sandbox sandbox) throws SQLException {
    stage("A last run proves every copy anew");
    sandbox.control().awaitReplica();
    job("run", 0, "clean");
    JsonNode report = plumbline.report("bank", "run");
    assertThat(verdicts(report, "MATCH")).hasSize(9);
    assertThat(targets(report)).containsOnly("replica");
    tell("  9 comparisons by checksums, 9 MATCH; all tables are served from the replica");
  }

  private void returned(Teller teller, Instant safe) {
    List<Teller.Wrong> late =
        teller.wrong().stream().filter(wrong -> wrong.at().isAfter(safe)).toList();
    assertThat(late).as("wrong answers after the switch").isEmpty();
    job("status", 0, "").out().lines().map(line -> "  | " + line).forEach(this::tell);
    tell("  " + teller.reads() + " answers in all, none wrong since readers were moved");
  }

  private Plumbline.Ended job(String job, int code, String kept, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--env", Plumbline.home().resolve("conf/env/local.yaml").toString()));
    arguments.addAll(List.of("--pipeline", Plumbline.home().resolve("conf/demo").toString()));
    tell("  $ plumbline " + job + (more.length == 0 ? "" : " " + String.join(" ", more)));
    Plumbline.Ended ended = plumbline.run(arguments);
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
    if (!kept.isEmpty()) {
      keep(plumbline.report("bank", job).path("runId").asText(), kept);
    }
    return ended;
  }

  private void keep(String runId, String name) {
    try {
      Path stages = Files.createDirectories(folder.resolve("stages"));
      Files.copy(
          folder.resolve(".plumbline/reports").resolve(runId).resolve("report.html"),
          stages.resolve(stage + "-" + name + ".html"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode replica(JsonNode report, String table) {
    return pairs(
            report,
            pair ->
                pair.path("table").asText().equals(table)
                    && pair.path("pair").asText().equals("source/replica"))
        .get(0);
  }

  private static List<JsonNode> verdicts(JsonNode report, String verdict) {
    return pairs(report, pair -> pair.path("verdict").asText().equals(verdict));
  }

  private static List<JsonNode> pairs(JsonNode report, Predicate<JsonNode> wanted) {
    return StreamSupport.stream(report.path("reconcile").spliterator(), false)
        .filter(wanted)
        .toList();
  }

  private static List<String> targets(JsonNode report) {
    assertThat(report.path("routes")).isNotEmpty();
    return StreamSupport.stream(report.path("routes").spliterator(), false)
        .map(route -> route.path("target").asText())
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static void onSource(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void stage(String what) {
    tell("");
    tell(++stage + ". " + what);
  }

  private void tell(String line) {
    out.println(line);
  }
}
