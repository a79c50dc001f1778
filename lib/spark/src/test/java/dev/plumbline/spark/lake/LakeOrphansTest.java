package dev.plumbline.spark.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class LakeOrphansTest {
  private static final SparkSession SPARK = TestSpark.session();

  @Test
  void whatNoCommitKnowsGoesUnlessItIsTooYoung() throws IOException {
    LakeTable table = new Lake(SPARK).table("lake_test.died");
    table.replace(SPARK.sql("SELECT 1 AS id"), new RunId("a"));
    LakeDraft draft = table.draft(SPARK.sql("SELECT 2 AS id"), new RunId("b"), java.util.Map.of());
    LakeOrphans orphans = new LakeOrphans(SPARK, table);
    Path folder = Path.of(URI.create(orphans.folder()).getPath());
    Path left = Files.createFile(folder.resolve("data/00000-1-left.parquet"));
    Path manifest = Files.createFile(folder.resolve("metadata/left-m0.avro"));
    List<Listed> all = files(folder);
    Instant written = Files.getLastModifiedTime(left).toInstant();

    assertThat(orphans.remove(all, written.minusSeconds(60))).as("too young").isZero();
    assertThat(orphans.remove(all, written.plusSeconds(60))).isEqualTo(2);

    assertThat(left).doesNotExist();
    assertThat(manifest).doesNotExist();
    assertThat(table.rows().count()).isEqualTo(1);
    assertThat(draft.rows().count()).as("another branch").isEqualTo(1);
  }

  private static List<Listed> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".crc"))
          .map(
              file ->
                  new Listed(
                      file.toUri().toString(),
                      0,
                      Instant.ofEpochMilli(file.toFile().lastModified())))
          .toList();
    }
  }
}
