package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sandbox as its command line starts it: it comes up, keeps its data and leaves nothing behind.
 */
class SandboxLifecycleTest {
  private static final Duration UP = Duration.ofMinutes(2);
  private static final Duration GONE = Duration.ofSeconds(45);

  // Kept from test to test: a first start takes longest.
  @TempDir static Path root;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    run("stop");
  }

  /** What a running sandbox has: to be gone when it is. */
  private record Traces(Set<ProcessHandle> processes, List<Integer> ports) {

    static Traces of(Endpoints endpoints) {
      ProcessHandle sandbox = ProcessHandle.of(endpoints.pid()).orElseThrow();
      Set<ProcessHandle> processes = sandbox.descendants().collect(Collectors.toSet());
      processes.add(sandbox);
      return new Traces(
          processes,
          Stream.of(
                  endpoints.aurora().url(),
                  endpoints.postgres().url(),
                  "jdbc:pg://127.0.0.1:" + endpoints.redshift().port(),
                  endpoints.s3().endpoint(),
                  endpoints.api().url(),
                  endpoints.control().url())
              .map(url -> URI.create(url.replace("jdbc:", "")).getPort())
              .toList());
    }

    void assertLive() throws IOException {
      assertThat(processes).hasSizeGreaterThan(4);
      for (int port : ports) {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
      }
    }

    /** Ports are not asked: what has been let go of, the next server may have been given. */
    void awaitGone() {
      await().atMost(GONE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:-UsePerfData", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--root", root.toString()));
    command.addAll(List.of("--binaries", Path.of("target/binaries").toAbsolutePath().toString()));
    return command;
  }

  /** Runs a command to its end. */
  private int run(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();
    return process.waitFor();
  }

  private Path output() {
    return root.resolve("output.txt");
  }

  private Endpoints foreground(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("start", "--foreground"));
    arguments.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command(arguments.toArray(String[]::new)))
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();
    started.add(process);
    await()
        .atMost(UP)
        .until(
            () -> !process.isAlive() || endpoints() != null && endpoints().pid() == process.pid());
    assertThat(process.isAlive()).as(Files.readString(output(), UTF_8)).isTrue();
    return endpoints();
  }

  private Endpoints endpoints() {
    return Endpoints.read(endpointsFile()).orElse(null);
  }

  private Path endpointsFile() {
    return root.resolve(".plumbline/sandbox/endpoints.json");
  }

  private Process last() {
    return started.get(started.size() - 1);
  }

  private static String onAurora(Endpoints endpoints, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                endpoints.aurora().url() + "?allowMultiQueries=true",
                endpoints.aurora().admin().user(),
                endpoints.aurora().admin().password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  @Test
  void startsInTheBackgroundAndStops() throws Exception {
    assertThat(run("start")).as(Files.readString(output(), UTF_8)).isZero();
    assertThat(Files.readAllLines(output(), UTF_8))
        .anyMatch(line -> line.matches("sandbox {2}MariaDB 11\\.4\\.5 ready in \\d+\\.\\d s"))
        .allMatch(line -> line.startsWith("sandbox  "));
    Traces traces = Traces.of(endpoints());
    traces.assertLive();

    assertThat(run("start")).isZero();
    assertThat(Files.readString(output(), UTF_8))
        .isEqualTo("sandbox  runs already, process " + endpoints().pid() + "\n");
    assertThat(run("start", "--users", "11")).isEqualTo(ExitCodes.LOCKED);

    assertThat(run("status")).isZero();
    assertThat(Files.readString(output(), UTF_8))
        .contains(endpoints().aurora().url())
        .doesNotContain(endpoints().aurora().admin().password(), "DOWN");

    assertThat(run("stop")).isZero();
    traces.awaitGone();
    assertThat(endpointsFile()).doesNotExist();
    assertThat(root.resolve(".plumbline/sandbox/run").toFile().list()).containsOnly("guard.sh");
    assertThat(run("status")).isEqualTo(ExitCodes.NOT_RUNNING);
  }

  @Test
  void leavesNothingWhenKilledAndStartsAgainOnItsData() throws Exception {
    Endpoints first = foreground();
    onAurora(first, "create or replace database kept; create table kept.t (id int primary key)");
    onAurora(first, "insert into kept.t values (1), (2), (3)");
    Traces traces = Traces.of(first);
    traces.assertLive();

    last().destroyForcibly();

    Endpoints second = foreground();
    traces.awaitGone();
    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(onAurora(second, "select count(*) from kept.t")).isEqualTo("3");
    assertThat(second.aurora().admin()).isEqualTo(first.aurora().admin());
  }

  @Test
  void endsWithItsParent() throws Exception {
    Process parent = new ProcessBuilder("sleep", "600").start();
    started.add(parent);
    Traces traces = Traces.of(foreground("--parent-pid", Long.toString(parent.pid())));

    parent.destroyForcibly();

    traces.awaitGone();
    assertThat(endpointsFile()).doesNotExist();
  }

  @Test
  void endsWithItsStandardInput() throws Exception {
    Traces traces = Traces.of(foreground("--stop-at-eof"));

    last().getOutputStream().close();

    traces.awaitGone();
    assertThat(last().waitFor()).isZero();
  }

  @Test
  void plantsFaultsUnderAWorkloadFromTheCommandLine() throws Exception {
    assertThat(run("fault", "list")).isEqualTo(ExitCodes.NOT_RUNNING);
    assertThat(said())
        .isEqualTo(
            "Cannot do it: no sandbox runs under %s; start one with 'bin/plumbline sandbox start'\n"
                .formatted(root));
    assertThat(run("start")).as(said()).isZero();

    assertThat(run("workload", "start", "--rate", "50", "--tables", "2", "--rows", "200"))
        .as(said())
        .isZero();
    assertThat(said()).contains("runs for", "workload.orders", "workload.customers");
    assertThat(run("fault", "drop", "--table", "workload.orders", "--rows", "3")).isZero();
    assertThat(said().lines()).hasSize(3).allMatch(line -> line.contains(" drop workload.orders "));
    assertThat(run("fault", "corrupt", "--table", "workload.orders", "--in-flight")).isZero();
    assertThat(said()).startsWith("armed: corrupt strikes the next changes of workload.orders;");
    assertThat(run("fault", "swop", "--table", "workload.orders")).isEqualTo(ExitCodes.USAGE);
    assertThat(said()).startsWith("Cannot plant 'swop': the kinds are drop, duplicate, corrupt,");
    assertThat(run("fault", "drop", "--table", "workload.none")).isEqualTo(ExitCodes.USAGE);
    assertThat(said()).isEqualTo("Cannot plant drop in workload.none: its replica is not there\n");

    assertThat(run("workload", "stop")).isZero();
    assertThat(said()).contains("ran for").contains("inserted").doesNotContain("lost its session");
    assertThat(run("fault", "warehouse-away")).isZero();
    assertThat(run("status")).isZero();
    assertThat(said()).containsPattern("Redshift .* DOWN");
    assertThat(run("fault", "list", "--json")).isZero();
    assertThat(said()).contains("\"kind\" : \"drop\"");
    assertThat(run("fault", "clear")).isZero();
    assertThat(run("fault", "list")).isZero();
    assertThat(said()).isEqualTo("nothing is planted\n");
    assertThat(run("status")).isZero();
    assertThat(said()).doesNotContain("DOWN");
    assertThat(run("stop")).isZero();
  }

  private String said() throws IOException {
    return Files.readString(output(), UTF_8);
  }

  @Test
  void saysWhatIsWrongWhenAServerDoesNotStart() throws Exception {
    Files.createDirectories(root.resolve("api"));

    assertThat(run("start", "--api-folder", root.resolve("api").toString()))
        .isEqualTo(ExitCodes.FAILED);

    assertThat(Files.readString(output(), UTF_8))
        .contains("Cannot serve " + root.resolve("api") + ": it holds no .json file");
    assertThat(endpointsFile()).doesNotExist();
    assertThat(run("status")).isEqualTo(ExitCodes.NOT_RUNNING);
  }
}
