package dev.plumbline.stores.replica;

import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.Row;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what the zero-ETL integration says of itself.
 *
 * <p>The views are visible to superusers only, and to others they are often empty rather than
 * refused. So nothing read means {@code unknown}, never that all is well. Columns are taken by
 * name, since newer warehouses have more of them.
 */
public final class ReplicaHealth {
  /** State of an integration or table of which nothing could be read. */
  public static final String UNKNOWN = "unknown";

  /** State of a table that the integration does not list. */
  public static final String MISSING = "missing";

  private static final String INTEGRATION = "svv_integration";
  private static final String TABLES = "svv_integration_table_state";
  private static final String ACTIVITY = "sys_integration_activity";

  /** A snapshot's checkpoint speaks of its own table only, and may end after later changes. */
  private static final String LAST_STREAMED =
      " ORDER BY CASE WHEN TRIM(checkpoint_type) = 'cdc' THEN 0 ELSE 1 END,"
          + " integration_end_time DESC LIMIT 1";

  private final RedshiftSession session;
  private final String database;
  private final List<String> problems = new ArrayList<>();

  private ReplicaHealth(RedshiftSession session, String database) {
    this.session = session;
    this.database = database;
  }

  /**
   * Never fails: what cannot be read is unknown, and the report's message says which view it was
   * and what grant opens it.
   *
   * @param database the integration's database, such as {@code zeroetl}
   * @param expected tables that the integration should have; each gets a state, whether it is
   *     listed or not
   */
  public static ReplicaReading read(
      RedshiftSession session, String database, Collection<TableName> expected, Clock clock) {
    return new ReplicaHealth(session, database).read(expected, clock);
  }

  /** What it asks, with the integration's database bound in each. */
  public static List<String> statements() {
    return List.of(
        ofDatabase(INTEGRATION, ""),
        ofDatabase(TABLES, " ORDER BY schema_name, table_name"),
        ofDatabase(ACTIVITY, LAST_STREAMED));
  }

  private static String ofDatabase(String view, String order) {
    return "SELECT * FROM " + view + " WHERE TRIM(target_database) = ?" + order;
  }

  private ReplicaReading read(Collection<TableName> expected, Clock clock) {
    Optional<Row> integration = rows(INTEGRATION, "", true).stream().findFirst();
    List<Row> tables =
        rows(
            TABLES,
            " ORDER BY schema_name, table_name",
            integration.isEmpty() || !expected.isEmpty());
    Optional<Row> activity = rows(ACTIVITY, LAST_STREAMED, false).stream().findFirst();
    Optional<Instant> shipped =
        integration.flatMap(row -> row.instant("latest_shipped_source_commit_time"));
    ReplicaReport report =
        new ReplicaReport(
            text(integration, "integration_id"),
            database,
            integration.flatMap(row -> row.text("state")).orElse(UNKNOWN),
            integration.flatMap(row -> row.number("current_lag")).orElse(-1L),
            text(integration, "last_replicated_checkpoint"),
            activity
                .flatMap(row -> row.instant("last_commit_timestamp"))
                .or(() -> shipped)
                .orElse(null),
            clock.instant(),
            String.join("; ", problems),
            states(tables, expected));
    return new ReplicaReading(
        report, activity.flatMap(row -> row.text("checkpoint_name")), shipped);
  }

  /** The view's rows of this integration; notes why there are none. */
  private List<Row> rows(String view, String order, boolean emptyIsAProblem) {
    try {
      List<Row> rows = session.query(ofDatabase(view, order), database);
      if (rows.isEmpty() && emptyIsAProblem) {
        problems.add(
            view.toUpperCase(Locale.ROOT)
                + " shows nothing of database "
                + database
                + ": there is no integration into it, or this account may not see it ("
                + remedy()
                + ")");
      }
      return rows;
    } catch (SQLException e) {
      problems.add(
          "Cannot read "
              + view.toUpperCase(Locale.ROOT)
              + ": "
              + RedshiftErrors.text(e)
              + " ("
              + remedy()
              + ")");
      return List.of();
    }
  }

  private String remedy() {
    String me;
    try {
      me =
          session
              .first("SELECT current_user AS me")
              .flatMap(row -> row.text("me"))
              .orElse("<user>");
    } catch (SQLException e) {
      me = "<user>";
    }
    return "only superusers see it; GRANT ROLE sys:monitor TO " + me + " opens it";
  }

  private static List<TableState> states(List<Row> rows, Collection<TableName> expected) {
    List<TableState> states = new ArrayList<>();
    for (Row row : rows) {
      states.add(
          new TableState(
              row.text("schema_name").orElse(""),
              row.text("table_name").orElse(""),
              row.text("table_state").filter(state -> !state.isEmpty()).orElse(UNKNOWN),
              row.text("reason").orElse("")));
    }
    for (TableName table : expected) {
      boolean listed =
          states.stream()
              .anyMatch(
                  state ->
                      state.schema().equals(table.schema()) && state.table().equals(table.table()));
      if (!listed) {
        states.add(unlisted(table, rows.isEmpty()));
      }
    }
    return states;
  }

  private static TableState unlisted(TableName table, boolean nothingWasRead) {
    return nothingWasRead
        ? new TableState(
            table.schema(),
            table.table(),
            UNKNOWN,
            "SVV_INTEGRATION_TABLE_STATE shows no tables at all")
        : new TableState(
            table.schema(),
            table.table(),
            MISSING,
            "SVV_INTEGRATION_TABLE_STATE lists other tables but not this one: the data filter leaves"
                + " it out, or it was created since the last ingestion");
  }

  private static String text(Optional<Row> row, String column) {
    return row.flatMap(present -> present.text(column)).orElse("");
  }
}
