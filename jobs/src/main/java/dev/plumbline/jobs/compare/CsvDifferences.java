package dev.plumbline.jobs.compare;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Differences as CSV. NULL is an unquoted nothing; an empty text is quoted. */
final class CsvDifferences implements DifferenceWriter {
  private static final String HEADER = "kind,key,right_key,rows,column,left,right,cause,committed";

  private final Path file;
  private final BufferedWriter writer;

  CsvDifferences(Path file) throws IOException {
    this.file = file;
    this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    writer.write(HEADER + "\n");
  }

  @Override
  public void write(DifferenceRow row) throws IOException {
    List<String> cells =
        List.of(
            row.kind(),
            quoted(row.key()),
            quoted(row.rightKey()),
            Long.toString(row.rows()),
            quoted(row.column()),
            quoted(row.left()),
            quoted(row.right()),
            quoted(row.cause()),
            row.committed() == null ? "" : row.committed());
    writer.write(String.join(",", cells) + "\n");
  }

  private static String quoted(String value) {
    return value == null ? "" : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  @Override
  public void end() throws IOException {
    writer.close();
  }

  @Override
  public Path file() {
    return file;
  }
}
