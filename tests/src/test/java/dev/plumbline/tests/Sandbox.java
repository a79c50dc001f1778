package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A running sandbox in a JVM of its own, which ends when this JVM does. Opens what tests need; they
 * close it.
 */
public final class Sandbox implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(3);

  /** One file per sandbox that has stopped, with the shapes of the statements it served. */
  static final Path SHAPES = Path.of("target", "shapes");

  private static final Path MODULE = Path.of("..", "sandbox", "target");

  private final Path root;
  private final Process process;
  private final Endpoints endpoints;

  private Sandbox(Path root, Process process, Endpoints endpoints) {
    this.root = root;
    this.process = process;
    this.endpoints = endpoints;
  }

  /** Starts a sandbox without any earlier data under a root folder and returns when it is ready. */
  static Sandbox startEmpty(Path root, String... options) {
    delete(root.resolve(".plumbline/sandbox"));
    return start(root, options);
  }

  /** Starts a sandbox on the data under a root folder and returns when it is ready. */
  static Sandbox start(Path root, String... options) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      Path output = absolute.resolve("sandbox.out");
      Process process =
          new ProcessBuilder(command(absolute, options))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Path file = absolute.resolve(".plumbline/sandbox/endpoints.json");
      await("the sandbox, see " + output)
          .atMost(READY)
          .until(() -> !process.isAlive() || isOf(process, file));
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "Cannot start the sandbox: " + Files.readString(output, UTF_8));
      }
      return new Sandbox(absolute, process, Endpoints.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the sandbox under " + absolute, e);
    }
  }

  private static boolean isOf(Process process, Path file) throws IOException {
    return Files.exists(file) && Endpoints.read(file).pid() == process.pid();
  }

  private static List<String> command(Path root, String... options) throws IOException {
    String classPath = Files.readString(MODULE.resolve("classpath.txt"), UTF_8).strip();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", MODULE.resolve("classes").toAbsolutePath() + ":" + classPath));
    command.addAll(List.of("dev.plumbline.sandbox.Main", "start", "--foreground", "--stop-at-eof"));
    command.addAll(List.of("--root", root.toString()));
    // Unpacking takes seconds, so all sandboxes of the project share the binaries.
    command.addAll(List.of("--binaries", Path.of("..", ".plumbline", "binaries").toString()));
    command.addAll(List.of(options));
    return command;
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder, e);
    }
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  /** The project root of this sandbox: its state is in {@code .plumbline/sandbox} below. */
  public Path root() {
    return root;
  }

  /** What jobs read to find the sandbox. */
  public Path endpointsFile() {
    return root.resolve(".plumbline/sandbox/endpoints.json");
  }

  /** Orders to the sandbox. */
  public SandboxControl control() {
    return new SandboxControl(endpoints.control());
  }

  /** The source as its administrator. */
  public Connection aurora() throws SQLException {
    return aurora(endpoints.aurora().admin());
  }

  public Connection aurora(Endpoints.Account account) throws SQLException {
    return DriverManager.getConnection(
        endpoints.aurora().url() + "?sslMode=PREFERRED&allowMultiQueries=true",
        account.user(),
        account.password());
  }

  /** The warehouse as the jobs' account, by Amazon's driver through the gateway. */
  public Connection redshift() throws SQLException {
    return redshift(endpoints.redshift().etl());
  }

  public Connection redshift(Endpoints.Account account) throws SQLException {
    return DriverManager.getConnection(
        endpoints.redshift().url(), account.user(), account.password());
  }

  /** The warehouse's PostgreSQL past the gateway, as superuser. */
  public Connection postgres() throws SQLException {
    return connect(endpoints.postgres());
  }

  /** The lake's catalog. */
  public Connection catalog() throws SQLException {
    return connect(endpoints.catalog());
  }

  private static Connection connect(Endpoints.Database database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  /** A client of the S3 server. */
  public S3Client s3() {
    Endpoints.S3 s3 = endpoints.s3();
    return S3Client.builder()
        .endpointOverride(URI.create(s3.endpoint()))
        .region(Region.of(s3.region()))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
        .build();
  }

  /** Stops the sandbox by closing its standard input, as the end of this JVM would. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("The sandbox did not stop within 60 s");
      }
      keepShapes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop the sandbox", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepShapes() throws IOException {
    Path served = root.resolve(".plumbline/sandbox/gateway/shapes.log");
    if (Files.exists(served)) {
      Files.createDirectories(SHAPES);
      Files.copy(served, SHAPES.resolve(UUID.randomUUID() + ".log"));
    }
  }
}
