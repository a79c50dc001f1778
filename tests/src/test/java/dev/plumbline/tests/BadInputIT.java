package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a person gets wrong, and what the world does, each with its message and exit code. */
@ExtendWith(SandboxExtension.class)
class BadInputIT {
  private static final String[] ONE_TABLE = {"--select", "users"};

  @TempDir Path folder;

  private Sandbox sandbox;
  private Plumbline plumbline;
  private Path env;
  private Path pipeline;

  @BeforeEach
  void copyConfiguration(Sandbox sandbox) throws IOException {
    this.sandbox = sandbox;
    plumbline = new Plumbline(sandbox, folder).inThisJvm();
    copy(Plumbline.home().resolve("conf"), folder.resolve("conf"));
    env = folder.resolve("conf/env/local.yaml");
    pipeline = folder.resolve("conf/blog");
  }

  @AfterEach
  void apiWorksAgain() {
    sandbox.control().clearApiFaults();
  }

  @Test
  void anUnknownFlag() {
    assertEnds(
        start("run", "--dryrun").await(), 2, "unknown flag '--dryrun'; did you mean '--dry-run'?");
  }

  @Test
  void anUnknownKey() throws IOException {
    edit(pipeline.resolve("pipeline.yaml"), "parallel: 2", "paralel: 2");
    assertEnds(run("run"), 2, "pipeline.yaml:7: unknown key 'paralel'; did you mean 'parallel'?");
  }

  @Test
  void aWrongPassword() throws IOException {
    edit(env, "secret: sandbox:aurora.reader.password", "secret: env:WRONG_PASSWORD");
    plumbline.with("WRONG_PASSWORD", "s3cr3t-and-wrong");
    Plumbline.Ended ended = start("extract", "--select", "users").await();
    assertEnds(ended, 20, "Cannot connect to aurora", "as user plumbline_read", "Access denied");
    assertThat(ended.all()).doesNotContain("s3cr3t-and-wrong");
    assertNoSecretIn(folder, "s3cr3t-and-wrong");
  }

  @Test
  void aMissingTable() throws IOException {
    edit(pipeline.resolve("tables/users.yaml"), "table: users}", "table: usrs}");
    assertEnds(run("extract"), 20, "table blog.usrs does not exist or the account may not see it");
  }

  @Test
  void anUnreachableS3() throws IOException {
    edit(env, "endpoint: ${sandbox:s3.endpoint}", "endpoint: http://127.0.0.1:1");
    assertEnds(run("run"), 20, "Cannot reach S3", "http://127.0.0.1:1");
  }

  @Test
  void anApiThatFailsForEver() {
    sandbox.control().apiFault("posts", "server-error", 0, -1, 0);
    Plumbline.Ended ended =
        run(
            "ingest",
            "--set",
            "env.endpoints.api.retry.attempts=3",
            "--set",
            "env.endpoints.api.retry.backoffMillis=10");
    assertEnds(ended, 20, "Cannot read /posts page 1", "HTTP 500 after 3 attempts");
    assertThat(ended.out()).contains("skipped").contains("comments");
  }

  @Test
  void anApiBodyThatIsCutInHalf() throws SQLException {
    sandbox.control().apiFault("comments", "cut-body", 0, -1, 0);
    Plumbline.Ended ended =
        run(
            "ingest",
            "--set",
            "env.endpoints.api.retry.attempts=2",
            "--set",
            "env.endpoints.api.retry.backoffMillis=10");
    assertEnds(ended, 20, "Cannot read /comments page 1", "after 2 attempts");
    try (Connection aurora = sandbox.aurora()) {
      assertThat(Blog.rows(aurora, "blog.users", List.of("id"))).hasSize(10);
    }
  }

  @Test
  void aBodyThatIsCutOnceIsReadAgain() {
    sandbox.control().apiFault("users", "cut-body", 0, 1, 0);
    assertEnds(run("ingest", "--set", "env.endpoints.api.retry.backoffMillis=10"), 0);
  }

  @Test
  void aModelWithATypo() throws IOException {
    Path model = pipeline.resolve("models/gold/fact_engagement.sql");
    String sql = Files.readString(model, StandardCharsets.UTF_8);
    Files.writeString(
        model, sql.replace("silver.fact_comments", "silver.fact_coments"), StandardCharsets.UTF_8);
    assertEnds(
        run("run"),
        2,
        "fact_engagement.sql",
        "silver.fact_coments",
        "did you mean 'silver.fact_comments'?");
  }

  @Test
  void redshiftGoneDuringPublishing() throws SQLException {
    assertEnds(run("ingest"), 0);
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement()) {
      Plumbline.Running job = start("run", ONE_TABLE);
      job.awaitLog("started publish group blog");
      // What a warehouse that restarts does to its sessions, until the job has noticed.
      try {
        statement.execute("ALTER ROLE etl NOLOGIN");
        do {
          statement.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'etl'");
        } while (job.process().isAlive());
      } finally {
        statement.execute("ALTER ROLE etl LOGIN");
      }
      Plumbline.Ended ended = job.await();
      assertThat(ended.code()).as(ended.all()).isIn(50, 51);
      assertThat(ended.out()).contains("Next:", "publish");
    }
    assertEnds(run("run", ONE_TABLE), 0);
  }

  @Test
  void twoRunsAtOnce() {
    Plumbline.Running first = start("run", ONE_TABLE);
    first.awaitLog("started extract");
    assertEnds(run("run", ONE_TABLE), 10, "is held by run", "pid");
    assertThat(first.await().code()).isIn(0, 20);
  }

  private Plumbline.Ended run(String job, String... more) {
    return plumbline.run(arguments(job, more));
  }

  private Plumbline.Running start(String job, String... more) {
    return plumbline.start(arguments(job, more));
  }

  private List<String> arguments(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of("--env", env.toString(), "--pipeline", pipeline.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static void assertEnds(Plumbline.Ended ended, int code, String... words) {
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
    for (String word : words) {
      assertThat(ended.all()).contains(word);
    }
  }

  private static void assertNoSecretIn(Path root, String secret) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secret);
      }
    }
  }

  private static void edit(Path file, String old, String text) throws IOException {
    String before = Files.readString(file, StandardCharsets.UTF_8);
    assertThat(before).contains(old);
    Files.writeString(file, before.replace(old, text), StandardCharsets.UTF_8);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
