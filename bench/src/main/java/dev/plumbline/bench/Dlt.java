package dev.plumbline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tool dlt, MySQL to Parquet on S3, installed from PyPI where that can be. */
final class Dlt {
  /** Rows that it copies: at its speed all of them would take most of the bench's time. */
  static final int MOST_ROWS = 500_000;

  private static final int CHUNK = 50_000;
  private static final long SECONDS = 1_800;

  private static final String SCRIPT =
      """
      import sys
      import dlt
      from dlt.sources.sql_database import sql_table

      schema, table, chunk, chunks, folder = sys.argv[1:]
      rows = sql_table(schema=schema, table=table, backend="pyarrow", chunk_size=int(chunk))
      pipeline = dlt.pipeline(
          "bench", destination="filesystem", dataset_name="dlt", pipelines_dir=folder)
      pipeline.run(
          rows.add_limit(int(chunks)), loader_file_format="parquet", write_disposition="replace")
      """;

  private final PythonTool tool;
  private final BenchSandbox sandbox;
  private final Path folder;

  private Dlt(PythonTool tool, BenchSandbox sandbox, Path folder) {
    this.tool = tool;
    this.sandbox = sandbox;
    this.folder = folder;
  }

  /**
   * Installs it into a folder of its own.
   *
   * @return empty where Python or PyPI cannot be reached
   */
  static Optional<Dlt> install(Path folder, BenchSandbox sandbox) throws IOException {
    Optional<PythonTool> tool =
        PythonTool.install(folder, "dlt", "dlt[filesystem,parquet,s3,sql-database]", "pymysql");
    Files.writeString(folder.resolve("extract.py"), SCRIPT, StandardCharsets.UTF_8);
    return tool.map(installed -> new Dlt(installed, sandbox, folder));
  }

  /** Where it puts a table's files. */
  static String target(BenchSandbox sandbox, ExtractTable table) {
    return "s3://" + sandbox.value("s3.bucket") + "/dlt/dlt/" + table.name();
  }

  /**
   * Copies the first rows.
   *
   * @throws IllegalStateException when it fails, or takes more than half an hour
   */
  Void copy(ExtractTable table) {
    Path log = folder.resolve("dlt.log");
    boolean ended =
        PythonTool.run(
            List.of(
                tool.program("python"),
                folder.resolve("extract.py").toString(),
                ExtractTable.SCHEMA,
                table.name(),
                Integer.toString(CHUNK),
                Integer.toString(MOST_ROWS / CHUNK),
                folder.resolve("dlt-pipelines").toString()),
            Map.of(
                "SOURCES__SQL_DATABASE__CREDENTIALS",
                "mysql+pymysql://"
                    + sandbox.login("aurora.admin")
                    + sandbox.value("aurora.host")
                    + ":"
                    + sandbox.value("aurora.port")
                    + "/"
                    + ExtractTable.SCHEMA,
                "DESTINATION__FILESYSTEM__BUCKET_URL",
                "s3://" + sandbox.value("s3.bucket") + "/dlt",
                "DESTINATION__FILESYSTEM__CREDENTIALS__AWS_ACCESS_KEY_ID",
                sandbox.value("s3.accessKey"),
                "DESTINATION__FILESYSTEM__CREDENTIALS__AWS_SECRET_ACCESS_KEY",
                sandbox.value("s3.secretKey"),
                "DESTINATION__FILESYSTEM__CREDENTIALS__REGION_NAME",
                sandbox.value("s3.region"),
                "DESTINATION__FILESYSTEM__CREDENTIALS__ENDPOINT_URL",
                sandbox.value("s3.endpoint"),
                "RUNTIME__DLTHUB_TELEMETRY",
                "false"),
            log,
            SECONDS);
    if (!ended) {
      throw new IllegalStateException(
          "dlt did not copy " + table.name() + ": " + PythonTool.said(log));
    }
    return null;
  }
}
