package dev.plumbline.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google's Data Validation Tool on the same two tables: a hash of all columns of each row, compared
 * by its own process, which holds them in memory.
 */
final class DataValidator {
  private static final long COMPARE_SECONDS = 1_800;
  private static final long KILOBYTES = 12L * 1024 * 1024;

  /** What it says at its end. */
  private static final Pattern FAILED =
      Pattern.compile("\"total_rows_fail_validation_status\": ([0-9]+)");

  private final PythonTool tool;
  private final Path folder;

  private DataValidator(PythonTool tool, Path folder) {
    this.tool = tool;
    this.folder = folder;
  }

  /**
   * Installs it into a folder of its own.
   *
   * @return empty where Python or PyPI cannot be reached
   */
  static Optional<DataValidator> install(Path folder, BenchSandbox sandbox)
      throws IOException, SQLException {
    Optional<PythonTool> tool = PythonTool.install(folder, "dvt", "google-pso-data-validator");
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    nameUtc(sandbox);
    Path connections = Files.createDirectories(folder.resolve("dvt-connections"));
    connection(
        connections.resolve("mysql.connection.json"),
        "MySQL",
        sandbox.value("aurora.host"),
        sandbox.value("aurora.port"),
        DigestTable.SCHEMA,
        sandbox,
        "aurora.admin");
    String[] place =
        sandbox.value("postgres.url").replace("jdbc:postgresql://", "").split("[:/?]", 4);
    connection(
        connections.resolve("postgres.connection.json"),
        "Postgres",
        place[0],
        place[1],
        place[2],
        sandbox,
        "postgres");
    return Optional.of(new DataValidator(tool.get(), folder));
  }

  /** It asks for time zone UTC by name, as Aurora has it and an empty MariaDB has not. */
  private static void nameUtc(BenchSandbox sandbox) throws SQLException {
    try (Connection connection = sandbox.mySql()) {
      Sql.run(
          connection,
          "INSERT INTO mysql.time_zone (Time_zone_id, Use_leap_seconds) VALUES (1, 'N')",
          "INSERT INTO mysql.time_zone_name (Name, Time_zone_id) VALUES ('UTC', 1)",
          "INSERT INTO mysql.time_zone_transition_type"
              + " (Time_zone_id, Transition_type_id, `Offset`, Is_DST, Abbreviation)"
              + " VALUES (1, 0, 0, 0, 'UTC')");
    }
  }

  private static void connection(
      Path file,
      String type,
      String host,
      String port,
      String database,
      BenchSandbox sandbox,
      String account)
      throws IOException {
    Map<String, Object> connection = new LinkedHashMap<>();
    connection.put("source_type", type);
    connection.put("secret_manager_type", null);
    connection.put("secret_manager_project_id", null);
    connection.put("host", host);
    connection.put("port", Integer.valueOf(port));
    connection.put("user", sandbox.value(account + ".user"));
    connection.put("password", sandbox.value(account + ".password"));
    connection.put("database", database);
    PythonTool.secret(file, new ObjectMapper().writeValueAsString(connection));
  }

  /**
   * Compares all columns.
   *
   * @return what is to be said of the time that it took: how many rows it calls different, or that
   *     it did not come to an end; empty where it finds the tables equal
   */
  String compare() throws IOException {
    String table = DigestTable.SCHEMA + "." + DigestTable.NAME;
    Path log = folder.resolve("dvt.log");
    boolean ended =
        PythonTool.run(
            List.of(
                "sh",
                "-c",
                "ulimit -v " + KILOBYTES + "; exec \"$0\" \"$@\"",
                tool.program("data-validation"),
                "validate",
                "row",
                "-sc",
                "mysql",
                "-tc",
                "postgres",
                "-tbls",
                table + "=" + table,
                "--primary-keys",
                "id",
                "--hash",
                "*",
                "--filter-status",
                "fail",
                "--format",
                "csv"),
            Map.of("PSO_DV_CONN_HOME", folder.resolve("dvt-connections").toString()),
            log,
            COMPARE_SECONDS);
    if (!ended) {
      return "ends within neither half an hour nor 12 GB, or fails: see " + log;
    }
    Matcher failed = FAILED.matcher(Files.readString(log, StandardCharsets.UTF_8));
    if (!failed.find()) {
      return "says nothing of the rows, see " + log;
    }
    long different = Long.parseLong(failed.group(1));
    return different == 0 ? "" : "calls " + different + " rows of equal tables different";
  }
}
