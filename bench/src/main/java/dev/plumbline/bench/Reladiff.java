package dev.plumbline.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The open-source tool reladiff on the same two tables, installed from PyPI where that can be. */
final class Reladiff {
  private static final long INSTALL_SECONDS = 180;
  private static final long COMPARE_SECONDS = 1_800;

  private final Path program;
  private final Path conf;

  private Reladiff(Path program, Path conf) {
    this.program = program;
    this.conf = conf;
  }

  /**
   * Installs it into a folder of its own.
   *
   * @return empty where Python or PyPI cannot be reached
   */
  static Optional<Reladiff> install(Path folder, BenchSandbox sandbox) throws Exception {
    Path python = folder.resolve("reladiff");
    Path log = folder.resolve("reladiff-install.log");
    boolean installed =
        run(List.of("python3", "-m", "venv", python.toString()), log, INSTALL_SECONDS)
            && run(
                List.of(
                    python.resolve("bin/pip").toString(),
                    "install",
                    "--quiet",
                    "--retries=0",
                    "reladiff[mysql,postgresql]"),
                log,
                INSTALL_SECONDS);
    if (!installed) {
      return Optional.empty();
    }
    return Optional.of(
        new Reladiff(
            python.resolve("bin/reladiff"), conf(folder.resolve("reladiff.toml"), sandbox)));
  }

  /** A file, since everybody sees what stands in a command line. */
  private static Path conf(Path file, BenchSandbox sandbox) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String table = DigestTable.SCHEMA + "." + DigestTable.NAME;
    Files.writeString(
        file,
        "[run.default]\n1.database = \"mysql://"
            + login(sandbox, "aurora.admin")
            + sandbox.value("aurora.host")
            + ":"
            + sandbox.value("aurora.port")
            + "/"
            + DigestTable.SCHEMA
            + "\"\n1.table = \""
            + DigestTable.NAME
            + "\"\n2.database = \""
            + sandbox
                .value("postgres.url")
                .replace("jdbc:postgresql://", "postgresql://" + login(sandbox, "postgres"))
            + "\"\n2.table = \""
            + table
            + "\"\n",
        StandardCharsets.UTF_8);
    return file;
  }

  private static String login(BenchSandbox sandbox, String account) {
    return sandbox.value(account + ".user")
        + ":"
        + URLEncoder.encode(sandbox.value(account + ".password"), StandardCharsets.UTF_8)
        + "@";
  }

  /**
   * Compares all columns.
   *
   * @throws IllegalStateException when it fails, or takes more than half an hour
   */
  Void compare() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "--conf", conf.toString(), "--stats", "-k", "id"));
    for (String column : DigestTable.names()) {
      if (!column.equals("id")) {
        command.addAll(List.of("-c", column));
      }
    }
    Path log = conf.resolveSibling("reladiff.log");
    if (!run(command, log, COMPARE_SECONDS)
        || !Files.readString(log, StandardCharsets.UTF_8).contains("0.00% difference")) {
      throw new IllegalStateException("reladiff does not find the tables equal, see " + log);
    }
    return null;
  }

  private static boolean run(List<String> command, Path log, long seconds)
      throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
