package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.CellDifference;
import dev.plumbline.core.reconcile.judge.CommitTime;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.DifferenceSink;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.stores.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All differences of one comparison as CSV and as Parquet beside the report, a line per differing
 * cell, or per key where no cells were read. Nothing is written where there are none.
 */
final class DifferenceFile implements DifferenceSink, AutoCloseable {
  private static final String CSV = ".csv";
  private static final String PARQUET = ".parquet";

  private final ReportFiles files;
  private final RunId runId;
  private final String name;
  private final Masking masking;
  private final CommitTime time;
  private final KeySpread spread;
  private final Map<String, CanonicalForm> forms;
  private final Map<String, Long> kinds = new TreeMap<>();
  private Path folder;
  private List<DifferenceWriter> writers = List.of();

  /**
   * @param time the column that says when a row was written; null where none does
   */
  DifferenceFile(
      ReportFiles files,
      RunId runId,
      String table,
      Pair pair,
      TableForm form,
      Masking masking,
      CommitTime time) {
    this.files = files;
    this.runId = runId;
    this.name = "differences/" + table + "-" + pair.label().replace('/', '-');
    this.masking = masking;
    this.time = time;
    this.spread = new KeySpread(form.numericKey() && !masking.hidesKey());
    this.forms =
        form.columns().stream()
            .collect(Collectors.toUnmodifiableMap(DigestColumn::name, DigestColumn::form));
  }

  @Override
  public void accept(Difference difference) {
    kinds.merge(difference.kind().label(), (long) difference.rows(), Long::sum);
    spread.add(difference.key());
    try {
      begin();
      if (difference.cells().isEmpty()) {
        write(row(difference, null));
      }
      for (CellDifference cell : difference.cells()) {
        write(row(difference, cell));
      }
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private void begin() throws IOException {
    if (writers.isEmpty()) {
      folder = Files.createTempDirectory("plumbline-differences");
      writers =
          List.of(
              new CsvDifferences(folder.resolve("all" + CSV)),
              new ParquetDifferences(folder.resolve("all" + PARQUET)));
    }
  }

  private void write(DifferenceRow row) throws IOException {
    for (DifferenceWriter writer : writers) {
      writer.write(row);
    }
  }

  /**
   * @param cell null where none was read
   */
  private DifferenceRow row(Difference difference, CellDifference cell) {
    return new DifferenceRow(
        difference.kind().label(),
        masking.key(difference.key()),
        difference.rightKey() == null ? null : masking.key(difference.rightKey()),
        difference.rows(),
        cell == null ? null : cell.column(),
        cell == null ? null : shown(cell, cell.left()),
        cell == null ? null : shown(cell, cell.right()),
        cell == null || cell.cause().text().isEmpty() ? null : cell.cause().text(),
        difference.committed() == null
            ? null
            : CanonicalValue.shown(time.column().form(), difference.committed()));
  }

  /** What the report shows of the differences; puts the files in their place. */
  Evidence evidence(ComparisonResult result) {
    if (writers.isEmpty()) {
      return Evidence.NONE;
    }
    try {
      for (DifferenceWriter writer : writers) {
        writer.end();
      }
      files.attach(runId.value(), name + CSV, writers.get(0).file());
      files.attach(runId.value(), name + PARQUET, writers.get(1).file());
    } catch (IOException e) {
      throw unwritten(e);
    }
    List<Evidence.Column> columns =
        result.columns().stream()
            .map(
                column ->
                    new Evidence.Column(
                        column.column(), column.different(), column.expected(), column.hint()))
            .toList();
    List<Evidence.Key> samples = result.samples().stream().map(this::sample).toList();
    return new Evidence(
        kinds,
        columns,
        samples,
        spread.spans(),
        spread.least(),
        spread.greatest(),
        name + CSV,
        name + PARQUET,
        result.committed());
  }

  private Evidence.Key sample(Difference difference) {
    Stream<Evidence.Cell> cells =
        difference.cells().stream()
            .map(
                cell ->
                    new Evidence.Cell(
                        cell.column(),
                        shown(cell, cell.left()),
                        shown(cell, cell.right()),
                        cell.cause().text()));
    return new Evidence.Key(
        difference.kind().label(), masking.key(difference.key()), cells.toList());
  }

  private String shown(CellDifference cell, String canonical) {
    return masking.value(cell.column(), CanonicalValue.shown(forms.get(cell.column()), canonical));
  }

  private PlumblineException unwritten(IOException e) {
    return new PlumblineException(
        ExitCode.DEGRADED, "Cannot write " + name + " beside the report: " + e, e);
  }

  @Override
  public void close() {
    if (folder == null) {
      return;
    }
    try {
      for (DifferenceWriter writer : writers) {
        writer.end();
        Files.deleteIfExists(writer.file());
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }
}
