package dev.plumbline.jobs.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.reconcile.measure.RowKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskingTest {
  @TempDir Path folder;

  @Test
  void whatTheTableOrAModelThatReadsItHidesIsHidden() throws IOException {
    PipelineConfig pipeline = pipeline();

    Masking users = Masking.of(pipeline, pipeline.table("users"));
    Masking posts = Masking.of(pipeline, pipeline.table("posts"));

    assertThat(users.columns()).containsExactlyInAnyOrder("phone", "E-Mail");
    assertThat(posts.columns()).as("no model that reads it hides anything of it").isEmpty();
    assertThat(users.value("phone", "0800")).isEqualTo("(masked)");
    assertThat(users.value("phone", null)).isNull();
    assertThat(users.value("id", "7")).isEqualTo("7");
    assertThat(users.hidesKey()).isFalse();
    assertThat(users.key(RowKey.of("7"))).isEqualTo("7");
  }

  @Test
  void aKeyIsShownWithoutItsHiddenParts() {
    Masking masking = new Masking(Set.of("email"), Arrays.asList("id", "email"));

    assertThat(masking.hidesKey()).isTrue();
    assertThat(masking.key(RowKey.of("7", "a@b"))).isEqualTo("(7, (masked))");
    assertThat(masking.key(new RowKey(Arrays.asList("7", null)))).isEqualTo("(7, null)");
  }

  private PipelineConfig pipeline() throws IOException {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write(
        "tables/users.yaml",
        """
        id: users
        source: {database: blog}
        key: [id]
        columns: {id: bigint, phone: text, "E-Mail": text, city: text}
        reconcile: {mask: [phone]}
        """);
    write(
        "tables/posts.yaml",
        """
        id: posts
        source: {database: blog}
        key: [id]
        columns: {id: bigint, e_mail: text}
        """);
    write("models/silver/dim_users.sql", "SELECT id, `E-Mail` AS e_mail FROM bronze_blog.`users`");
    write(
        "models/silver/dim_users.yaml",
        """
        grain: one row per user
        key: [id]
        columns:
          id: bigint
          e_mail: {type: string, length: 100, mask: sha256}
        """);
    return new ConfigLoader(new LocalConfigSource(), text -> text, Map.of())
        .pipeline(folder.toString());
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, UTF_8);
  }
}
