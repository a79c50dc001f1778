package dev.plumbline.tests;

import static dev.plumbline.tests.IngestFixture.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.ingest.IngestSummary;
import dev.plumbline.jobs.ingest.ResourceSummary;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that are gone from the API. */
@ExtendWith(SandboxExtension.class)
class IngestDeletionIT {
  private IngestFixture source;
  private PagedApi api;
  private TableSpec parents;
  private TableSpec children;

  @BeforeEach
  void fill(Sandbox sandbox) throws SQLException {
    source = new IngestFixture(sandbox);
    api = new PagedApi();
    parents = source.table("parents", Map.of(), "id bigint not null");
    children =
        source.table(
            "children", Map.of("parent_id", "parents"), "id bigint not null", "parent_id bigint");
    api.serve("/parents", parentsTo(3)).serve("/children", childrenTo(30));
    assertThat(ingest(true).exitCode()).isEqualTo(ExitCode.OK);
  }

  @AfterEach
  void close() throws SQLException {
    api.close();
    source.close();
  }

  @Test
  void theyStayUnlessDeletionIsAskedFor() throws SQLException {
    api.serve("/children", childrenTo(20));
    assertThat(ingest(false).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(count("children")).isEqualTo("30");
  }

  @Test
  void theyAreDeletedChildrenFirst() throws SQLException {
    api.serve("/parents", parentsTo(1)).serve("/children", childrenTo(10));
    IngestSummary summary = ingest(true);
    assertThat(summary.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(of(summary, "children").deleted()).isEqualTo(20);
    assertThat(of(summary, "parents").deleted()).isEqualTo(2);
    assertThat(count("children")).isEqualTo("10");
    assertThat(count("parents")).isEqualTo("1");
    assertThat(of(ingest(true), "children").deleted()).isZero();
  }

  @Test
  void aRowThatIsStillReferencedStaysAndIsReported() throws SQLException {
    source.execute("UPDATE " + source.database() + ".children SET parent_id = 1 + id % 3");
    api.serve("/parents", parentsTo(1));
    IngestSummary summary = source.ingest(api.url(), List.of(parents), true);
    ResourceSummary result = of(summary, "parents");
    assertThat(result.deleted()).isZero();
    assertThat(result.status()).isEqualTo(RunStatus.DEGRADED);
    assertThat(result.message())
        .contains("row [2] was not deleted: still referenced by column parent_id")
        .contains("row [3] was not deleted");
    assertThat(count("parents")).isEqualTo("3");
  }

  @Test
  void nothingIsDeletedAfterAnIncompleteRead() throws SQLException {
    api.serve("/children", childrenTo(20));
    api.beforePage("/children", 2, () -> api.refuse("/children", 500));
    IngestSummary summary = ingest(true);
    assertThat(summary.exitCode()).isEqualTo(ExitCode.SOURCE_FAILED);
    assertThat(of(summary, "children").deleted()).isZero();
    assertThat(count("children")).isEqualTo("30");
  }

  @Test
  void noParentIsDeletedWhenItsChildrenWereNotReadToTheEnd() throws SQLException {
    source.execute("DELETE FROM " + source.database() + ".children");
    api.serve("/parents", parentsTo(2)).refuse("/children", 500);
    IngestSummary summary = ingest(true);
    assertThat(of(summary, "parents").message())
        .isEqualTo("no rows were deleted: children was not read to its end");
    assertThat(count("parents")).isEqualTo("3");
  }

  @Test
  void nothingIsDeletedWhenRowsMovedWhileTheyWereRead() throws SQLException {
    api.beforePage("/children", 2, () -> api.serve("/children", childrenTo(30).subList(1, 30)));
    IngestSummary summary = ingest(true);
    ResourceSummary result = of(summary, "children");
    assertThat(result.deleted()).isZero();
    assertThat(result.status()).isEqualTo(RunStatus.DEGRADED);
    assertThat(result.message())
        .contains("no rows were deleted: the API changed while it was read");
    assertThat(count("children")).isEqualTo("30");
  }

  @Test
  void aRowThatSlippedThroughBetweenPagesIsNotDeleted() throws SQLException {
    api.beforePage(
        "/children",
        2,
        () -> {
          List<String> shifted = new java.util.ArrayList<>(childrenTo(30).subList(1, 30));
          shifted.add(child(31));
          api.serve("/children", shifted);
        });
    IngestSummary summary = ingest(true);
    assertThat(of(summary, "children").rowsRead()).isEqualTo(30);
    assertThat(count("children")).isEqualTo("31");
  }

  @Test
  void aRejectedRowIsNotTakenForAMissingOne() throws SQLException {
    List<String> rows = new java.util.ArrayList<>(childrenTo(30));
    rows.set(4, "{\"id\":5,\"parent_id\":\"none\"}");
    api.serve("/children", rows);
    IngestSummary summary = ingest(true);
    assertThat(of(summary, "children").rejected()).isEqualTo(1);
    assertThat(of(summary, "children").deleted()).isZero();
    assertThat(count("children")).isEqualTo("30");
  }

  @Test
  void aRowWithoutAReadableKeyStopsAllDeletion() throws SQLException {
    List<String> rows = new java.util.ArrayList<>(childrenTo(20));
    rows.add("{\"parent_id\":1}");
    api.serve("/children", rows);
    assertThat(of(ingest(true), "children").message())
        .contains("no rows were deleted: a row without a readable key could be any of them");
    assertThat(count("children")).isEqualTo("30");
  }

  @Test
  void anApiWithoutTotalsIsTakenAtItsWord() throws SQLException {
    api.withoutTotals().serve("/children", childrenTo(19));
    assertThat(of(ingest(true), "children").deleted()).isEqualTo(11);
  }

  private IngestSummary ingest(boolean deleteMissing) {
    return source.ingest(api.url(), List.of(parents, children), deleteMissing);
  }

  private String count(String table) throws SQLException {
    return source.one("SELECT COUNT(*) FROM {db}." + table);
  }

  private static List<String> parentsTo(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(i -> "{\"id\":" + i + "}").toList();
  }

  private static List<String> childrenTo(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(IngestDeletionIT::child).toList();
  }

  private static String child(int id) {
    return "{\"id\":" + id + ",\"parent_id\":1}";
  }
}
