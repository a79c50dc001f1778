package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Spark home laid out from Maven's jars, and a standalone cluster started from it. */
final class SparkHome implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("spark://[0-9.]+:[0-9]+");
  private static final Duration READY = Duration.ofMinutes(2);

  private final Path home;
  private final List<Process> processes = new ArrayList<>();

  private SparkHome(Path home) {
    this.home = home;
  }

  static SparkHome layOut(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    String platform =
        Files.readString(Plumbline.home().resolve("jobs/target/platform-classpath.txt"), UTF_8);
    for (String jar : platform.strip().split(File.pathSeparator, -1)) {
      Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
    }
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(
        submit,
        "#!/bin/sh\nexec java -Xmx1g @"
            + Plumbline.home().resolve("bin/jvm.args")
            + " -cp '"
            + jars
            + "/*' org.apache.spark.deploy.SparkSubmit \"$@\"\n",
        UTF_8);
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new SparkHome(home);
  }

  Path home() {
    return home;
  }

  Path submit() {
    return home.resolve("bin/spark-submit");
  }

  /** Starts a master and that many workers; returns the master's address. */
  String startCluster(int workers) throws IOException {
    Path log = start("master", "org.apache.spark.deploy.master.Master", "--port", "0");
    String master = found(log, MASTER);
    List<Path> logs = new ArrayList<>();
    for (int i = 1; i <= workers; i++) {
      String type = "org.apache.spark.deploy.worker.Worker";
      logs.add(start("worker-" + i, type, "--cores", "1", "--memory", "1g", master));
    }
    for (Path worker : logs) {
      found(worker, Pattern.compile("Successfully registered with master"));
    }
    return master;
  }

  private Path start(String name, String type, String... arguments) throws IOException {
    Path log = home.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of("java", "-Xmx256m"));
    command.add("@" + Plumbline.home().resolve("bin/jvm.args"));
    command.addAll(List.of("-cp", home.resolve("jars") + "/*", type));
    command.addAll(List.of("--host", "127.0.0.1", "--webui-port", "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    // The scripts of a distribution set it; without it Spark looks for folders of its own build.
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_WORKER_DIR", home.resolve("work-" + name).toString());
    processes.add(builder.start());
    return log;
  }

  private static String found(Path log, Pattern pattern) {
    await(pattern + " in " + log)
        .atMost(READY)
        .until(() -> pattern.matcher(Files.readString(log, UTF_8)).find());
    try {
      Matcher matcher = pattern.matcher(Files.readString(log, UTF_8));
      matcher.find();
      return matcher.group();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    await("the cluster to be gone")
        .atMost(Duration.ofSeconds(30))
        .until(() -> processes.stream().noneMatch(Process::isAlive));
  }
}
