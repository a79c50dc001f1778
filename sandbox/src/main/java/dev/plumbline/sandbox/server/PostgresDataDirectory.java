package dev.plumbline.sandbox.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** PostgreSQL's programs and its data directory, which is made aside and moved into place whole. */
final class PostgresDataDirectory {
  private static final String HBA =
      """
      # type  database  user  address       method
      host    all       all   127.0.0.1/32  md5
      """;

  private PostgresDataDirectory() {}

  /** Unpacks the programs and says where. */
  static Path unpack(Folders folders) {
    String system = Platform.isMac() ? "darwin" : "linux";
    String architecture = Platform.isArm() ? "arm_64" : "x86_64";
    return new Binaries(folders.binaries())
        .fromTarXz(
            "postgres-" + PostgresServer.VERSION,
            "postgres-" + system + "-" + architecture + ".txz");
  }

  /** The data directory, made when absent; a half-made one of a killed start is made anew. */
  static Path prepare(Folders folders, Path program, Unprivileged unprivileged, Account admin) {
    Path home = folders.data("postgres");
    Path data = home.resolve("data");
    try {
      if (!Files.isDirectory(data)) {
        Path fresh = home.resolve("data.new");
        FileTree.delete(fresh);
        Files.createDirectories(fresh);
        unprivileged.giveOver(fresh);
        initialise(folders, program, unprivileged, fresh, admin);
        Files.writeString(fresh.resolve("pg_hba.conf"), HBA, UTF_8);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
      }
      forgetStranger(data);
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make PostgreSQL's data directory " + data, e);
    }
  }

  private static void initialise(
      Folders folders, Path program, Unprivileged unprivileged, Path data, Account admin)
      throws IOException {
    Path log = folders.logs().resolve("postgres-initdb.log");
    // initdb reads the password from its standard input, so that no other file holds it.
    List<String> command =
        unprivileged.command(
            List.of(
                program.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=" + admin.user(),
                "--pwfile=/dev/stdin",
                "--auth=md5",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--set=password_encryption=md5",
                "--no-sync",
                "--no-instructions"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try (var in = process.getOutputStream()) {
      in.write((admin.password() + "\n").getBytes(UTF_8));
    }
    int code = Programs.waitFor(process, "initdb");
    if (code != 0) {
      throw new IOException("initdb ended with code " + code + ", see " + log);
    }
  }

  /**
   * Removes a {@code postmaster.pid} whose process id now belongs to another program, as after a
   * reboot: PostgreSQL takes any live process of its user for a running server.
   */
  private static void forgetStranger(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    String pid = Files.readAllLines(file, UTF_8).stream().findFirst().orElse("").strip();
    boolean ours =
        pid.matches("\\d{1,18}")
            && ProcessHandle.of(Long.parseLong(pid))
                .flatMap(process -> process.info().commandLine())
                .map(line -> line.contains(data.toString()))
                .orElse(true);
    if (!ours) {
      Files.delete(file);
    }
  }
}
