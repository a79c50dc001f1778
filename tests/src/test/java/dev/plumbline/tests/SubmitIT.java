package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is submitted: by a Spark home's own spark-submit, and to a cluster. */
@Tag("soak")
@ExtendWith(SandboxExtension.class)
class SubmitIT {
  private static final Map<String, Long> ROWS =
      Map.of("users", 10L, "posts", 100L, "comments", 500L);

  @TempDir Path folder;

  @Test
  void bySparkSubmitOfASparkHome(Sandbox sandbox) throws IOException {
    try (SparkHome spark = SparkHome.layOut(folder.resolve("spark"))) {
      Plumbline plumbline =
          new Plumbline(sandbox, folder).with("SPARK_HOME", spark.home().toString());
      assertRuns(plumbline);
    }
  }

  @Test
  void onAStandaloneMasterWithTwoWorkers(Sandbox sandbox) throws IOException {
    try (SparkHome spark = SparkHome.layOut(folder.resolve("spark"))) {
      String master = spark.startCluster(2);
      Plumbline plumbline =
          new Plumbline(sandbox, folder)
              .with("SPARK_HOME", spark.home().toString())
              .with("SPARK_LOCAL_IP", "127.0.0.1")
              .with(
                  "PLUMBLINE_SUBMIT",
                  "--master " + master + " --executor-memory 512m --executor-cores 1");
      assertRuns(plumbline);
    }
  }

  private static void assertRuns(Plumbline plumbline) {
    Plumbline.Ended ingest = plumbline.job("ingest");
    assertThat(ingest.code()).as(ingest.all()).isZero();
    Plumbline.Ended run = plumbline.job("run");
    assertThat(run.code()).as(run.all()).isZero();
    Blog.assertMatches(plumbline.report("run"), ROWS);
  }
}
