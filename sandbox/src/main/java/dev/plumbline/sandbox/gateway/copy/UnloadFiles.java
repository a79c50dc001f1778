package dev.plumbline.sandbox.gateway.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the files of an UNLOAD from the rows that were spooled as CSV. */
final class UnloadFiles {
  /** DuckDB keeps buffers of a multiple of the longest line. */
  private static final int SHORTEST_LIMIT = 1 << 20;

  private final UnloadCommand command;
  private final List<ResultColumn> columns;
  private final Path folder;

  UnloadFiles(UnloadCommand command, List<ResultColumn> columns, Path folder) {
    this.command = command;
    this.columns = columns;
    this.folder = folder;
  }

  /** The files in order; a query without rows gives one file without rows. */
  List<Path> write(Path csv, int longestRow) throws IOException, SQLException {
    Path out = folder.resolve("out");
    try (Connection duckdb = DuckDb.open(folder);
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "copy (" + rows(csv, longestRow) + ") to " + quoted(out) + " (" + format() + ")");
    }
    if (!Files.isDirectory(out)) {
      return List.of(out);
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.sorted().toList();
    }
  }

  private String rows(Path csv, int longestRow) {
    String types =
        columns.stream()
            .map(column -> literal(column.name()) + ": " + literal(column.duckDbType()))
            .collect(Collectors.joining(", "));
    return columns.stream()
            .map(ResultColumn::readBack)
            .collect(Collectors.joining(", ", "select ", ""))
        + " from read_csv("
        + quoted(csv)
        + ", header = false, delim = ',', quote = '\"', escape = '\"',"
        + " nullstr = '', allow_quoted_nulls = false, auto_detect = false, max_line_size = "
        + Math.max(SHORTEST_LIMIT, longestRow + 1)
        + ", columns = {"
        + types
        + "})";
  }

  private String format() {
    String limit =
        command.has("MAXFILESIZE")
            ? ", file_size_bytes " + command.options().get("MAXFILESIZE")
            : "";
    if (command.format().equals("PARQUET")) {
      return "format parquet, compression snappy" + limit;
    }
    return "format csv, header "
        + command.has("HEADER")
        + ", nullstr "
        + literal(command.options().getOrDefault("NULL", ""))
        + (command.has("GZIP") ? ", compression gzip" : "")
        + limit;
  }

  private static String quoted(Path path) {
    return literal(path.toString());
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
