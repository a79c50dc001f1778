package dev.plumbline.bench;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.Interpolation;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.stores.aws.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A sandbox of the benchmark's own, in a JVM of its own, which ends when this JVM does. */
final class BenchSandbox implements AutoCloseable {
  private final Path home;
  private final Path folder;
  private final Process process;
  private final Path endpoints;

  private BenchSandbox(Path home, Path folder, Process process) {
    this.home = home;
    this.folder = folder;
    this.process = process;
    this.endpoints = folder.resolve(".plumbline/sandbox/endpoints.json");
  }

  /**
   * Starts with empty databases.
   *
   * @param home the project's folder, in which the sandbox is built
   */
  static BenchSandbox start(Path home, Path folder) throws IOException {
    delete(folder);
    Files.createDirectories(folder);
    Process process =
        new ProcessBuilder(command(home, folder))
            .redirectError(folder.resolve("sandbox.err").toFile())
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.contains("endpoints in ")) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IllegalStateException(
          "Cannot start the sandbox, see " + folder.resolve("sandbox.err"));
    }
    return new BenchSandbox(home, folder, process);
  }

  private static List<String> command(Path home, Path folder) throws IOException {
    Path module = home.resolve("sandbox/target");
    String classPath = Files.readString(module.resolve("classpath.txt"), StandardCharsets.UTF_8);
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-cp",
        module.resolve("classes") + ":" + classPath.strip(),
        "dev.plumbline.sandbox.Main",
        "start",
        "--foreground",
        "--stop-at-eof",
        "--root",
        folder.toString(),
        "--binaries",
        home.resolve(".plumbline/binaries").toString());
  }

  /** The project's local environment, filled from this sandbox's endpoints. */
  EnvConfig env() {
    return new ConfigLoader(
            new LocalConfigSource(), new Interpolation(Map.of(), endpoints), Map.of())
        .environment(home.resolve("conf/env/local.yaml").toString());
  }

  Secrets secrets() {
    return new Secrets(endpoints.toString(), value("s3.region"));
  }

  /** A value of the endpoints file, such as {@code s3.region}. */
  String value(String name) {
    return Interpolation.sandboxValue(endpoints, name);
  }

  /** User and password as URLs have them before the host. */
  String login(String account) {
    return value(account + ".user")
        + ":"
        + URLEncoder.encode(value(account + ".password"), StandardCharsets.UTF_8)
        + "@";
  }

  /** What is written from now on is not replicated, so that the replicator takes no processor. */
  void pauseReplicator() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(value("control.url") + "/replicator/pause"))
            .header("Authorization", "Bearer " + value("control.token"))
            .POST(HttpRequest.BodyPublishers.ofString("{}", StandardCharsets.UTF_8))
            .build();
    int status =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status / 100 != 2) {
      throw new IllegalStateException("Cannot pause the replicator: HTTP " + status);
    }
  }

  /** The source as its administrator; what is written leaves no trace in the binlog. */
  Connection mySql() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            value("aurora.url") + "?sslMode=DISABLED&rewriteBatchedStatements=true",
            value("aurora.admin.user"),
            value("aurora.admin.password"));
    Sql.run(connection, "SET SESSION sql_log_bin = 0");
    return connection;
  }

  /** The warehouse's PostgreSQL past the gateway, one process per statement. */
  Connection postgres() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            value("postgres.url"), value("postgres.user"), value("postgres.password"));
    Sql.run(connection, "SET max_parallel_workers_per_gather = 0");
    return connection;
  }

  /** Of the processes that take part in a measurement. */
  CpuClock cpu() {
    return CpuClock.of(process.toHandle());
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      delete(folder);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot stop the sandbox in " + folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
