package dev.plumbline.spark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.ModelSpec.Column;
import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.config.ModelSpec.Rules;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelGraphTest {
  private static final List<String> BRONZE = List.of("bronze_blog.users", "bronze_blog.posts");

  @Test
  void theOrderComesFromTheSql() {
    ModelGraph graph =
        ModelGraph.of(
            List.of(
                model("gold", "top", "SELECT id FROM gold.middle"),
                model("gold", "middle", "SELECT id FROM silver.base"),
                model("silver", "base", "SELECT id FROM bronze_blog.users")),
            BRONZE);
    assertThat(graph.order())
        .extracting(ModelSpec::table)
        .containsExactly("silver.base", "gold.middle", "gold.top");
    assertThat(graph.inputs(graph.order().get(1))).containsExactly("silver.base");
  }

  @Test
  void ctesSubqueriesJoinsUnionsAndQuotedNamesAreSeen() {
    ModelSpec model =
        model(
            "silver",
            "base",
            """
            WITH users AS (SELECT * FROM bronze_blog.users WHERE id IN
              (SELECT user_id FROM `bronze_blog`.`posts`))
            SELECT id FROM users
            UNION ALL
            SELECT (SELECT max(id) FROM Bronze_Blog.Posts) FROM users AS u JOIN users ON true
            """);
    assertThat(ModelSql.references(model))
        .containsExactly("bronze_blog.posts", "bronze_blog.users");
  }

  @Test
  void aTypoNamesFileAndPlace() {
    assertThatThrownBy(
            () ->
                ModelGraph.of(
                    List.of(model("silver", "base", "SELECT id\nFRM bronze_blog.users WHERE")),
                    BRONZE))
        .isInstanceOfSatisfying(
            PlumblineException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageStartingWith("Cannot plan the models: models/silver/base.sql: ")
        .hasMessageContaining("Syntax error")
        .hasMessageContaining("line 2");
  }

  @Test
  void whatIsNoSelectIsRefused() {
    assertThatThrownBy(
            () -> ModelGraph.of(List.of(model("silver", "base", "DROP TABLE silver.x")), BRONZE))
        .hasMessage("Cannot plan the models: models/silver/base.sql: it must be one SELECT");
  }

  @Test
  void aCircleIsNamed() {
    assertThatThrownBy(
            () ->
                ModelGraph.of(
                    List.of(
                        model("gold", "a", "SELECT id FROM gold.b"),
                        model("gold", "b", "SELECT id FROM gold.a")),
                    BRONZE))
        .hasMessage(
            "Cannot plan the models: models/gold/a.sql: reads in a circle: gold.a reads gold.b"
                + " reads gold.a");
  }

  @Test
  void everyWrongInputIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                ModelGraph.of(
                    List.of(
                        model("silver", "a", "SELECT id FROM silver.b"),
                        model("silver", "b", "SELECT id FROM bronze_blog.nope"),
                        model("gold", "c", "SELECT id FROM bronze_blog.users"),
                        model("gold", "d", "SELECT id FROM silver.nope"),
                        model("gold", "e", "SELECT id FROM users")),
                    BRONZE))
        .hasMessage(
            "Cannot plan the models: models/silver/a.sql: reads silver.b, and only gold reads"
                + " silver and gold; models/silver/b.sql: reads bronze_blog.nope, which no table of"
                + " the pipeline fills; did you mean 'bronze_blog.posts'?; models/gold/c.sql: reads"
                + " bronze_blog.users, and only silver reads bronze; models/gold/d.sql: reads"
                + " silver.nope, which no model makes; models/gold/e.sql: reads 'users', and a model"
                + " reads bronze_<database>.<table>, silver.<model> or gold.<model>");
  }

  @Test
  void rulesThatCannotBeReadAreNamedBeforeAnythingRuns() {
    ModelSpec good = model("silver", "base", "SELECT id FROM bronze_blog.users");
    ModelSpec bad =
        new ModelSpec(
            good.layer(),
            good.name(),
            good.grain(),
            good.key(),
            good.columns(),
            good.sql(),
            good.sqlFile(),
            Optional.of(new Rules("Rules = [ IsCmplete \"id\" ", "models/silver/base.dqdl")),
            Optional.empty(),
            Optional.empty(),
            List.of());
    assertThatThrownBy(() -> ModelGraph.of(List.of(bad), BRONZE))
        .hasMessageStartingWith("Cannot plan the models: models/silver/base.dqdl: ");
  }

  private static ModelSpec model(String layer, String name, String sql) {
    return new ModelSpec(
        layer,
        name,
        "one row per id",
        List.of("id"),
        List.of(new Column("id", "bigint", 0, Mask.NONE, "")),
        sql,
        "models/" + layer + "/" + name + ".sql",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
