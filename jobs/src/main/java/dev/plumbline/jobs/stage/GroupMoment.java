package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ColumnClass;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.graph.StepResult;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.stage.BronzeDelta.Outcome;
import dev.plumbline.jobs.stage.BronzeDelta.Reading;
import dev.plumbline.jobs.stage.ChangeLog.Beginning;
import dev.plumbline.jobs.stage.ChangeLog.From;
import dev.plumbline.jobs.stage.ChangeLog.Touched;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.MySqlMoment;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.binlog.LogMark;
import dev.plumbline.stores.mysql.binlog.TableChanges.Unknown;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a group as they were at one moment. They are read one after another and in many
 * sessions; what has changed since the first row was read stands in the binary log, and the rows
 * that it names are read again, of all tables out of one snapshot. No lock is taken.
 *
 * <p>Where the log does not tell, the tables stay as they were read, moments apart, and the step
 * says why.
 */
final class GroupMoment {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMoment.class);

  /** The fact of a bronze commit that says where the log stood before rows were read. */
  static final String READ_FROM = "read-from";

  /** The note on the first table's bronze that names the run which brought the group there. */
  private static final String MOMENT = "moment";

  /** Keys of one table beyond which so much has changed meanwhile that it is left as it is. */
  private static final long MOST_KEYS = 1_000_000;

  private final JobContext context;
  private final Engine engine;
  private final List<TableSpec> tables;
  private final ChangeLog log;
  private final MySqlSessions sessions;
  private String unread = "";

  /**
   * @param tables of one group, two at least
   */
  GroupMoment(JobContext context, Engine engine, List<TableSpec> tables, ChangeLog log) {
    this.context = context;
    this.engine = engine;
    this.tables = tables;
    this.log = log;
    this.sessions =
        MySqlSessions.reading(
            context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class),
            context.secrets());
  }

  List<TableSpec> tables() {
    return tables;
  }

  /** What the commit of a table of the group is to keep; asked before its rows are read. */
  synchronized Map<String, String> begun() {
    try {
      Beginning beginning = log.beginning();
      unread = beginning.reason();
      return beginning.mark().map(mark -> Map.of(READ_FROM, mark.text())).orElse(Map.of());
    } catch (SourceException e) {
      unread = e.getMessage();
      return Map.of();
    }
  }

  /**
   * Brings the tables to one moment, once all of them have been read. A run that has been here
   * before changes nothing.
   *
   * @throws SourceException when rows cannot be read, or what was written is not what was read
   */
  StepResult run() throws SQLException {
    LakeTable first = bronze(tables.get(0));
    if (first.note(MOMENT).filter(context.runId().value()::equals).isPresent()) {
      return StepResult.ok(0, 0, 0).remark("this run had done it before");
    }
    Map<TableSpec, From> starts = new LinkedHashMap<>();
    for (TableSpec table : tables) {
      if (!isFoundByKey(table)) {
        return apart(table.source() + " has no key by which changed rows are found");
      }
      Optional<LogMark> mark = readFrom(table);
      if (mark.isEmpty()) {
        return apart(unread.isEmpty() ? "no place in the binary log was noted" : unread);
      }
      starts.put(table, new From(mark.get(), MOST_KEYS));
    }
    LOG.info("extract step moment {}", tables.get(0).group());
    Instant at = context.clock().instant();
    String position = position();
    try (MySqlMoment moment = MySqlMoment.open(engine.spark(), sessions)) {
      Map<String, Touched> touched;
      try {
        touched = log.seen(starts);
      } catch (SourceException e) {
        return apart(e.getMessage());
      }
      try {
        Optional<String> reason = unknown(touched.values());
        if (reason.isPresent()) {
          return apart(reason.get());
        }
        StepResult done = bring(moment, touched, at, position);
        new LakeState(first)
            .confirm(
                context.runId(),
                context.pipeline().keep(),
                Map.of(MOMENT, context.runId().value()));
        return done;
      } finally {
        touched.values().forEach(Touched::close);
      }
    }
  }

  private StepResult bring(
      MySqlMoment moment, Map<String, Touched> touched, Instant at, String position)
      throws SQLException {
    long read = 0;
    long written = 0;
    int changed = 0;
    for (TableSpec table : tables) {
      try (ChangedRows rows =
          new ChangedRows(context, engine, table, bronze(table), touched.get(table.id()).keys())) {
        if (rows.none()) {
          continue;
        }
        Outcome outcome =
            new BronzeDelta(context, engine, table)
                .further(
                    fresh ->
                        new Reading(
                            rows.read(sessions, moment, fresh),
                            facts(table, position),
                            Optional.of(at),
                            "by the binary log"));
        read += outcome.read();
        written += outcome.changed();
        changed += outcome.changed() + outcome.gone() > 0 ? 1 : 0;
      }
    }
    return StepResult.ok(read, written, 0)
        .remark(
            "at one moment"
                + (changed == 0
                    ? ""
                    : "; " + Human.count(changed, "table") + " had changed since it was read"));
  }

  private Map<String, String> facts(TableSpec table, String position) {
    Map<String, String> facts = new HashMap<>(BronzeDelta.places(bronze(table)));
    facts.put(TableExtract.SOURCE_POSITION, position);
    return facts;
  }

  private static StepResult apart(String reason) {
    return StepResult.ok(0, 0, 0).remark("read moments apart: " + reason);
  }

  private static boolean isFoundByKey(TableSpec table) {
    return !table.key().isEmpty()
        && table.key().stream()
            .map(table::column)
            .map(column -> DigestColumn.of(column.name(), column.type()))
            .allMatch(column -> column.columnClass() == ColumnClass.IN_STORE);
  }

  private Optional<LogMark> readFrom(TableSpec table) {
    boolean changes = table.extraction().mode() == Mode.CHANGES;
    return new LakeState(bronze(table))
        .latest(changes ? ChangesExtract.LOG_MARK : READ_FROM)
        .flatMap(LogMark::parse);
  }

  private LakeTable bronze(TableSpec table) {
    return engine.lake().table(Lake.bronzeName(table));
  }

  private String position() throws SQLException {
    try (Connection connection = sessions.open()) {
      return SourcePosition.read(connection).toString();
    }
  }

  private static Optional<String> unknown(Collection<Touched> touched) {
    String reasons =
        touched.stream()
            .map(
                one ->
                    one.changes() instanceof Unknown unknown
                        ? unknown.reason()
                        : one.overflow() ? "more rows have changed than are read again" : "")
            .filter(reason -> !reason.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? Optional.empty() : Optional.of(reasons);
  }
}
