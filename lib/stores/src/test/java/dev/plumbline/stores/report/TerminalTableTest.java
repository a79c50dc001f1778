package dev.plumbline.stores.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Columns;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTableTest {
  private static final String PAGE = ".plumbline/reports/20260701T021407Z-4f3a/report.html";

  @Test
  void aFineRun() throws IOException {
    Golden.check("fine.txt", plain(Reports.fine()));
  }

  @Test
  void aFailedRunRepeatsEachFailureWithCauseAndNextCommand() throws IOException {
    Golden.check("failed.txt", plain(Reports.failed()));
  }

  @Test
  void aRunOfManyTablesShowsFirstWhatDiffers() throws IOException {
    Golden.check("wide.txt", plain(Reports.wide()));
  }

  @Test
  void onANarrowTerminalEqualCountsAreWrittenOnce() throws IOException {
    Golden.check("wide-80.txt", new TerminalTable(Ansi.OFF, 80, true).render(Reports.wide(), PAGE));
  }

  @Test
  void onANarrowTerminalMessagesBreakBetweenWords() throws IOException {
    Golden.check(
        "failed-80.txt", new TerminalTable(Ansi.OFF, 80, true).render(Reports.failed(), PAGE));
  }

  @Test
  void anEmptyRunIsOneLine() {
    assertThat(plain(Reports.empty()).strip())
        .isEqualTo("Done. OK=0 DEGRADED=0 FAILED=0 SKIPPED=0 TOTAL=0 in 41.2 s  report: " + PAGE);
  }

  @Test
  void aComparisonIsToldOnceThoughItsStepFailedToo() {
    assertThat(plain(Reports.failed())).containsOnlyOnce("comments source/replica\n");
  }

  @Test
  void coloursOnlyWhenAsked() {
    assertThat(plain(Reports.failed())).doesNotContain("\u001b");
    assertThat(new TerminalTable(Ansi.ON, 120, false).render(Reports.failed(), PAGE))
        .contains("\u001b[31m✗ FAILED\u001b[0m", "\u001b[32mOK=16\u001b[0m");
  }

  @Test
  void coloursChangeNothingElse() {
    String coloured = new TerminalTable(Ansi.ON, 120, false).render(Reports.failed(), PAGE);

    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain(Reports.failed()));
  }

  @Test
  void tablesFitAnEightyColumnTerminal() {
    for (RunReport report : List.of(Reports.fine(), Reports.failed(), Reports.wide())) {
      assertThat(new TerminalTable(Ansi.OFF, 80, true).render(report, PAGE).lines())
          .filteredOn(line -> line.startsWith("│") || line.startsWith("┌"))
          .allMatch(line -> Columns.of(line) <= 80, "at most 80 columns");
    }
  }

  @Test
  void namesFromDatabasesCannotSteerTheTerminal() {
    String text = plain(Reports.nasty());

    assertThat(text).doesNotContain("\u001b").doesNotContain("\u202e").contains("\\u001b[2J");
    assertThat(text.lines().filter(line -> line.startsWith("│")).map(Columns::of).distinct())
        .as("lines of each of the two tables are equally wide")
        .hasSizeLessThanOrEqualTo(2);
  }

  private static String plain(RunReport report) {
    return new TerminalTable(Ansi.OFF, 120, false).render(report, PAGE);
  }
}
