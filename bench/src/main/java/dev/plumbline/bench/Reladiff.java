package dev.plumbline.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The open-source tool reladiff on the same two tables, installed from PyPI where that can be. */
final class Reladiff {
  private static final long COMPARE_SECONDS = 1_800;

  private final String program;
  private final Path conf;

  private Reladiff(String program, Path conf) {
    this.program = program;
    this.conf = conf;
  }

  /**
   * Installs it into a folder of its own.
   *
   * @return empty where Python or PyPI cannot be reached
   */
  static Optional<Reladiff> install(Path folder, BenchSandbox sandbox) {
    return PythonTool.install(folder, "reladiff", "reladiff[mysql,postgresql]")
        .map(
            tool ->
                new Reladiff(
                    tool.program("reladiff"), conf(folder.resolve("reladiff.toml"), sandbox)));
  }

  private static Path conf(Path file, BenchSandbox sandbox) {
    String table = DigestTable.SCHEMA + "." + DigestTable.NAME;
    return PythonTool.secret(
        file,
        "[run.default]\n1.database = \"mysql://"
            + sandbox.login("aurora.admin")
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
                .replace("jdbc:postgresql://", "postgresql://" + sandbox.login("postgres"))
            + "\"\n2.table = \""
            + table
            + "\"\n");
  }

  /**
   * Compares all columns.
   *
   * @throws IllegalStateException when it fails, or takes more than half an hour
   */
  Void compare() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program, "--conf", conf.toString(), "--stats", "-k", "id"));
    for (String column : DigestTable.names()) {
      if (!column.equals("id")) {
        command.addAll(List.of("-c", column));
      }
    }
    Path log = conf.resolveSibling("reladiff.log");
    if (!PythonTool.run(command, log, COMPARE_SECONDS)
        || !Files.readString(log, StandardCharsets.UTF_8).contains("0.00% difference")) {
      throw new IllegalStateException("reladiff does not find the tables equal, see " + log);
    }
    return null;
  }
}
