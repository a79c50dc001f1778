package dev.plumbline.jobs.ingest;

import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.mysql.MySqlSchema;
import dev.plumbline.stores.mysql.MySqlWriterSessions;
import dev.plumbline.stores.rest.RestClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * REST API → MySQL: the only job that writes to a source.
 *
 * <p>Tables are filled parents first and by upsert, so that the same data again changes nothing.
 * What a column cannot hold exactly is rejected row by row, never cut. A resource that fails takes
 * with it those that reference it, and no others. Rows that are gone from the API are deleted only
 * when asked, children first, and only when two whole readings of the resource lack them.
 */
public final class Ingest {
  private final RestClient client;
  private final MySqlWriterSessions sessions;
  private final Clock clock;
  private final IngestListener listener;

  public Ingest(
      RestClient client, MySqlWriterSessions sessions, Clock clock, IngestListener listener) {
    this.client = client;
    this.sessions = sessions;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Fills the selected tables; those that they reference are created as well, but not filled.
   *
   * @param selected tables with an {@code ingest} section
   * @param all the pipeline's tables, in which references are looked up
   * @param deleteMissing delete what is gone from the API in every selected table, not only in
   *     those that declare it
   * @throws PlumblineException exit 2 when the declarations do not fit together, exit 20 when the
   *     server cannot be reached or a table differs from its declaration; then nothing is written
   */
  public IngestSummary run(
      Collection<TableSpec> selected, Collection<TableSpec> all, boolean deleteMissing) {
    Map<String, TableSpec> byId =
        all.stream().collect(Collectors.toMap(TableSpec::id, Function.identity()));
    List<TableSpec> tables = IngestOrder.parentsFirst(selected);
    List<TableSpec> needed = IngestOrder.parentsFirst(withParents(tables, byId));
    IngestCheck.require(needed.stream().filter(table -> table.ingest().isPresent()).toList(), byId);
    prepare(needed, byId);
    return fill(tables, deleteMissing);
  }

  private void prepare(List<TableSpec> tables, Map<String, TableSpec> byId) {
    try (Connection connection = sessions.open()) {
      new MySqlSchema(sessions.endpoint(), connection).ensure(tables, byId);
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot prepare the tables of " + sessions.endpoint() + ": " + e.getMessage(), e);
    }
  }

  private IngestSummary fill(List<TableSpec> tables, boolean deleteMissing) {
    Map<String, ResourceSummary> summaries = new LinkedHashMap<>();
    Deque<ResourceIngest> open = new ArrayDeque<>();
    Set<String> unfinished = new LinkedHashSet<>();
    try {
      for (TableSpec table : tables) {
        summaries.put(table.id(), null);
        Tally tally = new Tally(table, clock, listener);
        Optional<String> failedParent =
            IngestOrder.parents(table).stream().filter(unfinished::contains).findFirst();
        if (failedParent.isPresent()) {
          unfinished.add(table.id());
          summaries.put(table.id(), ended(skipped(tally, failedParent.get())));
          continue;
        }
        ResourceIngest ingest = new ResourceIngest(table, tally);
        open.push(ingest);
        boolean deletes = deleteMissing || table.ingest().orElseThrow().deleteMissing();
        ingest.fill(client, sessions, deletes);
        if (tally.hasFailed()) {
          unfinished.add(table.id());
        }
        if (!deletes || tally.hasFailed()) {
          summaries.put(table.id(), ended(tally.summary()));
        }
      }
      delete(open, tables, unfinished, summaries);
      return new IngestSummary(new ArrayList<>(summaries.values()));
    } finally {
      open.forEach(ResourceIngest::close);
    }
  }

  /** The last that was filled is first on the stack: children before parents. */
  private void delete(
      Deque<ResourceIngest> open,
      List<TableSpec> tables,
      Set<String> unfinished,
      Map<String, ResourceSummary> summaries) {
    for (ResourceIngest ingest : open) {
      String id = ingest.table().id();
      if (summaries.get(id) == null) {
        Optional<String> child =
            tables.stream()
                .filter(table -> IngestOrder.parents(table).contains(id))
                .map(TableSpec::id)
                .filter(unfinished::contains)
                .findFirst();
        ingest.deleteMissing(client, child);
        summaries.put(id, ended(ingest.tally().summary()));
      }
    }
  }

  private ResourceSummary ended(ResourceSummary summary) {
    listener.finished(summary);
    return summary;
  }

  private static ResourceSummary skipped(Tally tally, String parent) {
    ResourceSummary empty = tally.summary();
    return new ResourceSummary(
        empty.resource(),
        empty.table(),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        RunStatus.SKIPPED,
        "skipped: it references " + parent + ", which was not filled",
        List.of(),
        empty.startedAt());
  }

  private static Collection<TableSpec> withParents(
      Collection<TableSpec> tables, Map<String, TableSpec> byId) {
    Map<String, TableSpec> needed = new LinkedHashMap<>();
    Deque<TableSpec> open = new ArrayDeque<>(tables);
    while (!open.isEmpty()) {
      TableSpec table = open.pop();
      if (needed.put(table.id(), table) == null) {
        for (String parent : IngestOrder.parents(table)) {
          if (byId.containsKey(parent)) {
            open.push(byId.get(parent));
          }
        }
      }
    }
    return needed.values();
  }
}
