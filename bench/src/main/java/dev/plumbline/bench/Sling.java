package dev.plumbline.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tool sling, MySQL to CSV on S3, installed from PyPI where that can be. For Parquet it fetches
 * another program from elsewhere while it runs.
 */
final class Sling {
  /** The last one whose program is on PyPI too. */
  private static final String REQUIREMENT = "sling==1.4.5";

  private static final long SECONDS = 1_800;

  private final PythonTool tool;
  private final BenchSandbox sandbox;
  private final Path folder;

  private Sling(PythonTool tool, BenchSandbox sandbox, Path folder) {
    this.tool = tool;
    this.sandbox = sandbox;
    this.folder = folder;
  }

  /**
   * Installs it into a folder of its own.
   *
   * @return empty where Python or PyPI cannot be reached
   */
  static Optional<Sling> install(Path folder, BenchSandbox sandbox) {
    return PythonTool.install(folder, "sling", REQUIREMENT)
        .map(tool -> new Sling(tool, sandbox, folder));
  }

  /** Where it puts a table's files. */
  static String target(BenchSandbox sandbox, ExtractTable table) {
    return "s3://" + sandbox.value("s3.bucket") + "/sling/" + table.name();
  }

  /**
   * Copies all rows.
   *
   * @throws IllegalStateException when it fails, or takes more than half an hour
   */
  Void copy(ExtractTable table) throws IOException {
    Path log = folder.resolve("sling.log");
    boolean ended =
        PythonTool.run(
            List.of(
                tool.program("sling"),
                "run",
                "--src-conn",
                "BENCH_MYSQL",
                "--src-stream",
                ExtractTable.SCHEMA + "." + table.name(),
                "--tgt-conn",
                "BENCH_S3",
                "--tgt-object",
                target(sandbox, table) + "/*.csv",
                "--tgt-options",
                "{format: csv, compression: gzip, file_max_rows: 1000000}"),
            Map.of(
                "BENCH_MYSQL",
                json(
                    Map.of(
                        "type", "mysql",
                        "host", sandbox.value("aurora.host"),
                        "port", sandbox.value("aurora.port"),
                        "user", sandbox.value("aurora.admin.user"),
                        "password", sandbox.value("aurora.admin.password"),
                        "database", ExtractTable.SCHEMA)),
                "BENCH_S3",
                json(
                    Map.of(
                        "type", "s3",
                        "bucket", sandbox.value("s3.bucket"),
                        "endpoint", sandbox.value("s3.endpoint"),
                        "region", sandbox.value("s3.region"),
                        "access_key_id", sandbox.value("s3.accessKey"),
                        "secret_access_key", sandbox.value("s3.secretKey"))),
                "SLING_DISABLE_TELEMETRY",
                "true"),
            log,
            SECONDS);
    if (!ended) {
      throw new IllegalStateException(
          "sling did not copy " + table.name() + ": " + PythonTool.said(log));
    }
    return null;
  }

  private static String json(Map<String, String> connection) throws IOException {
    return new ObjectMapper().writeValueAsString(connection);
  }
}
