package dev.plumbline.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.CursorSpec.Deletes;
import dev.plumbline.core.table.IncrementSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementReaderTest {
  private static final String COLUMNS =
      """
      id: users
      source: {database: blog}
      columns:
        id: bigint not null
        share: double not null
        updated_at: datetime(6)
      """;

  @TempDir Path folder;

  @Test
  void allRowsAreReadWhereNothingIsSaid() {
    assertThat(read("[id]", "{}")).isEmpty();
  }

  @Test
  void defaultsAreTenMinutesAllKeysAndAWeek() {
    assertThat(read("[id]", "{incremental: {cursor: updated_at}}"))
        .contains(
            new IncrementSpec(
                new CursorSpec("updated_at", true, BigInteger.valueOf(600_000_000), Deletes.DIGEST),
                Duration.ofDays(7)));
  }

  @Test
  void everyKeyIsRead() {
    assertThat(read("[id]", "{incremental: {cursor: id, overlap: 50, deletes: none, whole: 12h}}"))
        .contains(
            new IncrementSpec(
                new CursorSpec("id", false, BigInteger.valueOf(50), Deletes.NONE),
                Duration.ofHours(12)));
  }

  @Test
  void whatCannotBeComparedByIncrementsIsRefused() {
    assertRefused(
        "[]",
        "{incremental: {cursor: updated_at}}",
        "key 'reconcile.incremental' needs a table with a key");
    assertRefused(
        "[share]",
        "{incremental: {cursor: updated_at}}",
        "key 'reconcile.incremental' needs a key that stores compare, and key column 'share' is"
            + " double");
    assertRefused(
        "[id]",
        "{sample: 10%, incremental: {cursor: updated_at}}",
        "key 'reconcile.incremental' does not go together with 'sample'");
    assertRefused(
        "[id]",
        "{tier: {depth: counts}, incremental: {cursor: updated_at}}",
        "key 'reconcile.incremental' needs tier depth checksums or deeper");
    assertRefused(
        "[id]", "{incremental: {overlap: 1m}}", "key 'reconcile.incremental.cursor' is missing");
    assertRefused(
        "[id]",
        "{incremental: {cursor: updated_at, often: 3}}",
        "unknown key 'reconcile.incremental.often'");
    assertRefused(
        "[id]",
        "{incremental: {cursor: share}}",
        "key 'reconcile.incremental.cursor' names column 'share' of type double");
    assertRefused(
        "[id]",
        "{incremental: {cursor: updated_at, whole: 5}}",
        "key 'reconcile.incremental.whole' is '5' and must be a time span");
  }

  private void assertRefused(String key, String reconcile, String... reasons) {
    assertThatThrownBy(() -> read(key, reconcile))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(reasons);
  }

  private Optional<IncrementSpec> read(String key, String reconcile) {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write("tables/users.yaml", COLUMNS + "key: " + key + "\nreconcile: " + reconcile + "\n");
    return new ConfigLoader(
            new LocalConfigSource(),
            new Interpolation(Map.of(), folder.resolve("endpoints.json")),
            Map.of())
        .pipeline(folder.toString())
        .table("users")
        .reconcile()
        .incremental();
  }

  private void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
