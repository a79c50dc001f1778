package dev.plumbline.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.IngestSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IngestOrderTest {
  private static final List<TableSpec> BLOG =
      new ConfigLoader(new LocalConfigSource(), UnaryOperator.identity(), Map.of())
          .pipeline("../conf/blog")
          .tables();

  @Test
  void parentsComeBeforeTheTablesThatReferenceThem() {
    assertThat(IngestOrder.parentsFirst(BLOG))
        .extracting(TableSpec::id)
        .containsExactly("users", "posts", "comments");
  }

  @Test
  void aParentThatIsNotSelectedIsLeftOut() {
    assertThat(IngestOrder.parentsFirst(List.of(table("comments"), table("users"))))
        .extracting(TableSpec::id)
        .containsExactly("comments", "users");
  }

  @Test
  void aCircleOfReferencesIsNamed() {
    List<TableSpec> circle =
        List.of(
            referencing(table("users"), Map.of("id", "comments")),
            table("posts"),
            table("comments"));
    assertThatThrownBy(() -> IngestOrder.parentsFirst(circle))
        .isInstanceOf(PlumblineException.class)
        .hasMessage(
            "Cannot order the tables: their references form a circle: comments -> posts -> users"
                + " -> comments");
  }

  @Test
  void theBlogCanBeIngestedAsDeclared() {
    IngestCheck.require(BLOG, byId());
  }

  @Test
  void allThatDoesNotFitTogetherIsNamedAtOnce() {
    Map<String, String> fields = new TreeMap<>(ingest("comments").fields());
    fields.remove("email");
    fields.remove("id");
    fields.put("body", "body");
    TableSpec comments =
        with(table("comments"), fields, Map.of("post_id", "postings", "email", "posts"));
    assertThatThrownBy(() -> IngestCheck.require(List.of(comments), byId()))
        .isInstanceOfSatisfying(
            PlumblineException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageStartingWith("Cannot ingest as declared: ")
        .hasMessageContaining("table comments: no field feeds the key column id")
        .hasMessageContaining("no field feeds column email, which is not null")
        .hasMessageContaining("the field of column body is 'body' and must begin with /")
        .hasMessageContaining("column post_id references 'postings', which is no table")
        .hasMessageContaining("column email is varchar(320), but the key of posts is bigint")
        .hasMessageNotContaining("created_at");
  }

  private static Map<String, TableSpec> byId() {
    return new HashMap<>(
        BLOG.stream().collect(Collectors.toMap(TableSpec::id, Function.identity())));
  }

  private static TableSpec table(String id) {
    return byId().get(id);
  }

  private static IngestSpec ingest(String id) {
    return table(id).ingest().orElseThrow();
  }

  private static TableSpec referencing(TableSpec table, Map<String, String> references) {
    return with(table, table.ingest().orElseThrow().fields(), references);
  }

  private static TableSpec with(
      TableSpec table, Map<String, String> fields, Map<String, String> references) {
    IngestSpec old = table.ingest().orElseThrow();
    return new TableSpec(
        table.id(),
        table.source(),
        table.key(),
        table.columns(),
        table.group(),
        table.extraction(),
        table.publish(),
        Optional.of(
            new IngestSpec(
                old.resource(),
                old.path(),
                old.pageSize(),
                old.deleteMissing(),
                fields,
                references)));
  }
}
