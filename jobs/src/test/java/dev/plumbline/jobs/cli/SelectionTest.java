package dev.plumbline.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final PipelineConfig BLOG =
      new ConfigLoader(new LocalConfigSource(), UnaryOperator.identity(), Map.of())
          .pipeline("../conf/blog");

  @Test
  void nothingSelectedMeansAll() {
    assertThat(selected()).containsExactlyInAnyOrder("users", "posts", "comments");
  }

  @Test
  void aTableBringsTheOthersOfItsGroup() {
    assertThat(selected("users")).hasSize(3);
    assertThat(selected("group:blog")).hasSize(3);
  }

  @Test
  void modelsAreNamedWithOrWithoutTheirLayer() {
    assertThat(selected("dim_*")).isEmpty();
    assertThat(models("dim_*")).containsExactlyInAnyOrder("silver.dim_posts", "silver.dim_users");
    assertThat(models("gold.*", "users")).hasSize(3).allMatch(name -> name.startsWith("gold."));
  }

  @Test
  void aPatternThatMatchesNothingIsAnError() {
    assertThatThrownBy(() -> selected("usr"))
        .hasMessage(
            "Cannot select 'usr': no table or model of pipeline blog matches; did you mean"
                + " 'users'?");
  }

  private static List<String> models(String... patterns) {
    Selection selection = new Selection(List.of(patterns), BLOG);
    return BLOG.models().stream().filter(selection::includes).map(ModelSpec::table).toList();
  }

  private static List<String> selected(String... patterns) {
    Selection selection = new Selection(List.of(patterns), BLOG);
    return BLOG.tables().stream().filter(selection::includes).map(TableSpec::id).toList();
  }
}
