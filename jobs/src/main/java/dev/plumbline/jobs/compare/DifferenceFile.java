package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.CellDifference;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.DifferenceSink;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.stores.report.ReportFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All differences of one comparison as CSV beside the report, a line per differing cell, or per key
 * where no cells were read. Nothing is written where there are none.
 */
final class DifferenceFile implements DifferenceSink, AutoCloseable {
  private static final String HEADER = "kind,key,right_key,rows,column,left,right,cause";

  private final ReportFiles files;
  private final RunId runId;
  private final String name;
  private final Masking masking;
  private final KeySpread spread;
  private final Map<String, CanonicalForm> forms;
  private final Map<String, Long> kinds = new TreeMap<>();
  private Path file;
  private BufferedWriter writer;

  DifferenceFile(
      ReportFiles files, RunId runId, String table, Pair pair, TableForm form, Masking masking) {
    this.files = files;
    this.runId = runId;
    this.name = "differences/" + table + "-" + pair.label().replace('/', '-') + ".csv";
    this.masking = masking;
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
      if (writer == null) {
        file = Files.createTempFile("plumbline-differences", ".csv");
        writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        writer.write(HEADER + "\n");
      }
      if (difference.cells().isEmpty()) {
        line(difference, "", "", "", "");
      }
      for (CellDifference cell : difference.cells()) {
        line(
            difference,
            cell.column(),
            shown(cell, cell.left()),
            shown(cell, cell.right()),
            cell.cause().text());
      }
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  /** NULL is an unquoted nothing; an empty text is quoted. */
  private void line(Difference difference, String column, String left, String right, String cause)
      throws IOException {
    List<String> cells = new ArrayList<>();
    cells.add(difference.kind().label());
    cells.add(quoted(masking.key(difference.key())));
    cells.add(difference.rightKey() == null ? "" : quoted(masking.key(difference.rightKey())));
    cells.add(Integer.toString(difference.rows()));
    cells.add(column.isEmpty() ? "" : quoted(column));
    cells.add(column.isEmpty() || left == null ? "" : quoted(left));
    cells.add(column.isEmpty() || right == null ? "" : quoted(right));
    cells.add(cause.isEmpty() ? "" : quoted(cause));
    writer.write(String.join(",", cells) + "\n");
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\"", "\"\"") + "\"";
  }

  /** What the report shows of the differences; puts the file in its place. */
  Evidence evidence(ComparisonResult result) {
    if (writer == null) {
      return Evidence.NONE;
    }
    try {
      writer.close();
      files.attach(runId.value(), name, file);
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
        kinds, columns, samples, spread.spans(), spread.least(), spread.greatest(), name);
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
    try {
      if (writer != null) {
        writer.close();
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unwritten(e);
    }
  }
}
