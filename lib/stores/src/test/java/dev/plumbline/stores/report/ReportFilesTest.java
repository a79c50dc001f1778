package dev.plumbline.stores.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.stores.s3.MemoryObjectStore;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  private static final String RUN = "20260701T021407Z-4f3a";

  @TempDir private Path folder;
  private final MemoryObjectStore store = new MemoryObjectStore();

  @Test
  void aRunLeavesItsFilesInTheFolderAndNothingElse() throws IOException {
    String page = new ReportFiles(folder + "/", store).write(Reports.failed());

    assertThat(page).isEqualTo(folder + "/" + RUN + "/report.html");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              RUN + "/report.json",
              RUN + "/report.html",
              RUN + "/result.json",
              "latest/blog/run.json");
    }
    assertThat(store.list("s3://")).isEmpty();
  }

  @Test
  void theJsonReadsBackAsTheReport() throws IOException {
    for (RunReport report : new RunReport[] {Reports.failed(), Reports.nasty()}) {
      String page = new ReportFiles(folder.toString(), store).write(report);
      String json = Files.readString(Path.of(page).resolveSibling("report.json"));

      assertThat(Json.read(json, RunReport.class)).isEqualTo(report);
    }
  }

  @Test
  void theResultSaysWhatASchedulerNeeds() throws IOException {
    new ReportFiles(folder.toString(), store).write(Reports.failed());

    assertThat(Json.read(Files.readString(folder.resolve(RUN + "/result.json")), Map.class))
        .isEqualTo(
            Map.of(
                "runId",
                RUN,
                "status",
                "FAILED",
                "exitCode",
                50,
                "nextCommand",
                "bin/plumbline publish --env conf/env/local.yaml --pipeline conf/blog"
                    + " --select posts"));
  }

  @Test
  void theLatestIsThatOfTheLastRun() throws IOException {
    ReportFiles files = new ReportFiles(folder.toString(), store);
    files.write(Reports.failed());
    files.write(Reports.fine());

    assertThat(Files.readString(folder.resolve("latest/blog/run.json")))
        .isEqualTo(Json.write(Reports.fine()));
  }

  @Test
  void belowAPrefixOnS3EachFileIsAnObject() {
    String page = new ReportFiles("s3://bucket/reports", store).write(Reports.fine());

    assertThat(page).isEqualTo("s3://bucket/reports/" + RUN + "/report.html");
    assertThat(store.list("s3://bucket/"))
        .extracting(Listed::uri)
        .containsExactly(
            "s3://bucket/reports/" + RUN + "/report.html",
            "s3://bucket/reports/" + RUN + "/report.json",
            "s3://bucket/reports/" + RUN + "/result.json",
            "s3://bucket/reports/latest/blog/run.json");
    assertThat(store.get(page)).contains(HtmlReport.standard().render(Reports.fine()));
  }

  @Test
  void noNameLeadsOutOfTheFolder() throws IOException {
    Path inner = folder.resolve("inner");
    RunReport fine = Reports.fine();
    RunReport climbing =
        new RunReport(
            "..",
            "../../etc",
            "a/b",
            fine.status(),
            0,
            fine.startedAt(),
            fine.finishedAt(),
            "",
            fine.steps(),
            fine.reconcile(),
            fine.routes(),
            fine.quarantine(),
            fine.quality(),
            fine.replica());
    new ReportFiles(inner.toString(), store).write(climbing);

    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).allMatch(file -> file.startsWith(inner));
    }
    assertThat(inner.resolve("latest/.._.._etc/a_b.json")).exists();
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");

    assertThatThrownBy(() -> new ReportFiles(file.toString(), store).write(Reports.fine()))
        .isInstanceOfSatisfying(
            PlumblineException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DEGRADED))
        .hasMessageStartingWith("Cannot write report " + file + "/" + RUN + "/report.json: ");
  }
}
