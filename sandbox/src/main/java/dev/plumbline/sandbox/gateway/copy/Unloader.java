package dev.plumbline.sandbox.gateway.copy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.wire.Backend;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/** UNLOAD: a query's rows to files on S3, in the caller's transaction. */
public final class Unloader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Backend backend;
  private final ObjectStore store;
  private final Environment environment;
  private final UnaryOperator<String> rewrite;
  private final LongConsumer listener;

  /**
   * An unloader for one session.
   *
   * @param rewrite gives the query as the server knows it, or refuses it
   * @param listener told the number of rows
   */
  public Unloader(
      Backend backend,
      ObjectStore store,
      Environment environment,
      UnaryOperator<String> rewrite,
      LongConsumer listener) {
    this.backend = backend;
    this.store = store;
    this.environment = environment;
    this.rewrite = rewrite;
    this.listener = listener;
  }

  /** Fails with {@link SqlError}, or with the server's own error. */
  public void unload(String sql) throws IOException {
    environment.resetCancel();
    UnloadCommand command = UnloadCommand.parse(sql);
    environment.checkRole(command.role());
    String query = rewrite.apply(command.query());
    clear(command);
    Path folder = Files.createTempDirectory(environment.temporary(), "unload");
    try {
      List<ResultColumn> columns = ResultColumn.of(query, backend);
      Path csv = folder.resolve("rows.csv");
      Spool spool = spool(columns, query, csv);
      List<Path> files = new UnloadFiles(command, columns, folder).write(csv, spool.longestRow());
      upload(command, columns, files, spool.rows());
      listener.accept(spool.rows());
    } catch (SQLException e) {
      throw new SqlError(SqlError.INTERNAL, "UNLOAD failed: " + e.getMessage());
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  private void clear(UnloadCommand command) {
    List<ObjectStore.Listed> present = store.list(command.to());
    if (command.has("CLEANPATH")) {
      present.forEach(object -> store.delete(object.url()));
    } else if (!present.isEmpty() && !command.has("ALLOWOVERWRITE")) {
      throw new SqlError(
          SqlError.INTERNAL,
          "Specified unload destination on S3 is not empty. Consider using a different bucket / prefix,"
              + " manually removing the target files in S3, or using the ALLOWOVERWRITE option.");
    }
  }

  /**
   * The rows on disk.
   *
   * @param longestRow in bytes
   */
  private record Spool(long rows, int longestRow) {}

  private Spool spool(List<ResultColumn> columns, String query, Path csv) throws IOException {
    AtomicInteger longest = new AtomicInteger();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(csv), 1 << 16)) {
      long rows =
          backend.copyOut(
              "copy ("
                  + ResultColumn.select(columns, query)
                  + ") to stdout (format csv, null '', force_quote *)",
              row -> {
                environment.checkCancelled();
                longest.accumulateAndGet(row.length, Math::max);
                out.write(row);
              });
      return new Spool(rows, longest.get());
    }
  }

  private void upload(
      UnloadCommand command, List<ResultColumn> columns, List<Path> files, long rows)
      throws IOException {
    boolean single = "OFF".equals(command.options().get("PARALLEL"));
    List<S3Url> urls = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      String slice = single ? "" : "0000_part_";
      String suffix = String.format(Locale.ROOT, "%s%0" + (single ? 3 : 2) + "d", slice, i);
      S3Url url = command.to().with(suffix + extension(command));
      store.upload(files.get(i), url);
      urls.add(url);
    }
    if (command.has("MANIFEST")) {
      store.upload(manifest(command, columns, files, urls, rows), command.to().with("manifest"));
    }
  }

  private static String extension(UnloadCommand command) {
    if (command.format().equals("PARQUET")) {
      return ".parquet";
    }
    return command.has("GZIP") ? ".gz" : "";
  }

  private static byte[] manifest(
      UnloadCommand command,
      List<ResultColumn> columns,
      List<Path> files,
      List<S3Url> urls,
      long rows)
      throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    ArrayNode entries = manifest.putArray("entries");
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      long size = Files.size(files.get(i));
      bytes += size;
      ObjectNode entry = entries.addObject().put("url", urls.get(i).toString());
      entry.putObject("meta").put("content_length", size);
    }
    if ("VERBOSE".equals(command.options().get("MANIFEST"))) {
      ArrayNode elements = manifest.putObject("schema").putArray("elements");
      for (ResultColumn column : columns) {
        elements
            .addObject()
            .put("name", column.name())
            .putObject("type")
            .put("base", column.type());
      }
      manifest.putObject("meta").put("content_length", bytes).put("record_count", rows);
      manifest.putObject("author").put("name", "Amazon Redshift").put("version", "1.0.0");
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
  }
}
