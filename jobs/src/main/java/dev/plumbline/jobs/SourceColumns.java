package dev.plumbline.jobs;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.evolve.Evolution;
import dev.plumbline.core.evolve.SchemaChange;
import dev.plumbline.core.evolve.SeenTable;
import dev.plumbline.core.evolve.SourceColumn;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.table.Evolve;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.MySqlTable;
import dev.plumbline.stores.s3.ObjectStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets tables follow the columns of their source, each as it is declared to. What was seen of the
 * source is kept as one object on S3, so that jobs that do not ask the source know the tables as
 * they were extracted.
 */
final class SourceColumns {
  private static final Logger LOG = LoggerFactory.getLogger(SourceColumns.class);

  private final JobContext context;

  SourceColumns(JobContext context) {
    this.context = context;
  }

  /** What was seen, by the tables' ids. */
  private record Book(Map<String, SeenTable> tables) {
    static Book read(ObjectStore store, String uri) {
      return store.get(uri).map(text -> Json.read(text, Book.class)).orElse(new Book(Map.of()));
    }
  }

  private static String uri(String state, String pipeline) {
    return state + "/columns/" + pipeline + ".json";
  }

  /** The pipeline with its tables as they were extracted last. */
  static PipelineConfig known(PipelineConfig declared, ObjectStore store, String state) {
    if (declared.tables().stream().noneMatch(table -> table.evolve() == Evolve.EVOLVE)) {
      return declared;
    }
    Book book = Book.read(store, uri(state, declared.name()));
    return declared.withTables(
        declared.tables().stream()
            .map(
                table ->
                    Optional.ofNullable(book.tables().get(table.id()))
                        .map(seen -> Evolution.of(table, seen).table())
                        .orElse(table))
            .toList());
  }

  /**
   * Looks at the source before anything is read. Where it does not answer, the tables are taken as
   * they were extracted last; what reads them says what is wrong.
   *
   * @return the context with the tables as they are to be read
   * @throws SourceException when a table must not follow and has changed; nothing has been written
   */
  JobContext look(RunLog log) {
    PipelineConfig declared = context.pipeline();
    if (declared.tables().isEmpty()) {
      return context;
    }
    if (context.options().dryRun()) {
      return context.with(known(declared, context.store(), context.env().state()));
    }
    Map<TableName, MySqlTable> source;
    try {
      source = describe();
    } catch (PlumblineException | SQLException e) {
      LOG.warn("Cannot look at the columns of the source: {}", e.getMessage());
      return context.with(known(declared, context.store(), context.env().state()));
    }
    String uri = uri(context.env().state(), declared.name());
    Book before = Book.read(context.store(), uri);
    Map<String, SeenTable> after = new TreeMap<>(before.tables());
    List<Evolution> looked = new ArrayList<>();
    for (TableSpec table : declared.tables()) {
      Optional.ofNullable(source.get(table.source()))
          .map(actual -> seen(Optional.ofNullable(before.tables().get(table.id())), actual))
          .ifPresent(seen -> after.put(table.id(), seen));
      looked.add(
          Optional.ofNullable(after.get(table.id()))
              .map(seen -> Evolution.of(table, seen))
              .orElse(new Evolution(table, List.of(), List.of())));
    }
    List<Evolution> selected =
        looked.stream()
            .filter(evolution -> context.selection().includes(evolution.table()))
            .toList();
    refuse(selected);
    selected.forEach(evolution -> tell(evolution, log));
    if (!after.equals(before.tables())) {
      context.store().put(uri, Json.write(new Book(after)));
    }
    return context.with(declared.withTables(looked.stream().map(Evolution::table).toList()));
  }

  private Map<TableName, MySqlTable> describe() throws SQLException {
    Endpoint.MySql endpoint =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    try (Connection connection = MySqlSessions.reading(endpoint, context.secrets()).open()) {
      return new MySqlCatalog(endpoint.name(), connection)
          .describe(
              context.pipeline().tables().stream()
                  .filter(context.selection()::includes)
                  .map(TableSpec::source)
                  .toList());
    }
  }

  private static SeenTable seen(Optional<SeenTable> before, MySqlTable actual) {
    List<SourceColumn> now =
        actual.columns().stream()
            .map(column -> new SourceColumn(column.name(), column.sqlType(), column.nullable()))
            .toList();
    return before.map(known -> known.next(now)).orElseGet(() -> SeenTable.of(now));
  }

  private void refuse(List<Evolution> looked) {
    List<String> refused =
        looked.stream()
            .filter(Evolution::refused)
            .map(evolution -> "table " + evolution.table().source() + ": " + open(evolution))
            .toList();
    if (!refused.isEmpty()) {
      throw new SourceException(
          "Cannot extract from "
              + context.pipeline().source()
              + ": "
              + String.join("; ", refused)
              + ". Nothing was read; with 'evolve: evolve' a table follows by itself");
    }
  }

  private static String open(Evolution evolution) {
    return String.join(
        "; ",
        evolution.open().stream()
            .map(
                change ->
                    change.text()
                        + " (in the file of table "
                        + evolution.table().id()
                        + " "
                        + change.line()
                        + ")")
            .toList());
  }

  private void tell(Evolution evolution, RunLog log) {
    List<String> words = new ArrayList<>();
    evolution.applied().stream()
        .map(SchemaChange::text)
        .map(text -> text + ", followed")
        .forEach(words::add);
    if (!evolution.open().isEmpty()) {
      words.add("not followed: " + open(evolution));
    }
    if (words.isEmpty()) {
      return;
    }
    String message = String.join("; ", words);
    String table = context.pipeline().source() + " " + evolution.table().source();
    LOG.info("columns of {}: {}", table, message);
    context.console().print("  " + table + ": " + message);
    log.steps(
        List.of(
            new StepReport(
                "extract",
                table,
                0,
                0,
                0,
                0,
                0,
                RunStatus.OK,
                message,
                context.clock().instant())));
  }
}
