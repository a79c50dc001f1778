package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.publish.PublishColumns;
import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.SqlType;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.LimitsSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.digest.Gate;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.MySqlDigestDialect;
import dev.plumbline.stores.digest.RedshiftDigestDialect;
import dev.plumbline.stores.digest.SessionFactory;
import dev.plumbline.stores.mysql.MySqlCharsets;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.SourceLoad;
import dev.plumbline.stores.redshift.RedshiftSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sides of a pipeline's comparisons: what is compared, and how it lies in each store. */
final class ComparedTables {
  private final EnvConfig env;
  private final PipelineConfig pipeline;
  private final Secrets secrets;
  private final Endpoint.Redshift warehouse;
  private final RedshiftSessions redshift;
  private final DigestStrength strength;

  ComparedTables(EnvConfig env, PipelineConfig pipeline, Secrets secrets, DigestStrength strength) {
    this.env = env;
    this.pipeline = pipeline;
    this.secrets = secrets;
    this.warehouse = env.endpoint(pipeline.warehouse(), Endpoint.Redshift.class);
    this.redshift = RedshiftSessions.of(warehouse, secrets);
    this.strength = strength;
  }

  /** The sides of a run's own copies, digested as they are by default. */
  static ComparedTables of(JobContext context) {
    return new ComparedTables(
        context.env(), context.pipeline(), context.secrets(), DigestStrength.STANDARD);
  }

  /** All declared columns of a table, whatever its comparison is to leave out. */
  TableForm wholeForm(TableSpec table) {
    return TableForm.of(table).withStrength(strength);
  }

  /** The columns of a table that are to be compared. */
  TableForm form(TableSpec table) {
    return TableForm.of(table, column -> excluded(table, column)).withStrength(strength);
  }

  private static Optional<String> excluded(TableSpec table, ColumnSpec column) {
    return table.reconcile().exclude().contains(column.name())
        ? Optional.of("the table's declaration excludes it")
        : Optional.empty();
  }

  /** The columns that the replica can hold; the others are listed as not compared. */
  TableForm replicatedForm(TableSpec table) {
    return TableForm.of(
            table,
            column ->
                excluded(table, column)
                    .or(
                        () ->
                            column.type().replica().isPresent()
                                ? Optional.empty()
                                : Optional.of("zero-ETL does not support " + column.type())))
        .withStrength(strength);
  }

  /** The table at the source. */
  JdbcSide source(TableSpec table, TableForm form) throws SQLException {
    return source(table, form, table.reconcile().filter());
  }

  /**
   * Rows of a table at the source.
   *
   * @param filter a condition in the source's SQL; empty for all rows
   */
  JdbcSide source(TableSpec table, TableForm form, String filter) throws SQLException {
    Endpoint.MySql source = env.endpoint(pipeline.source(), Endpoint.MySql.class);
    MySqlSessions sessions = MySqlSessions.reading(source, secrets);
    Map<String, String> charsets;
    try (Connection connection = sessions.open()) {
      charsets = MySqlCharsets.of(connection, table.source());
    }
    String endpoint = source.name();
    LimitsSpec limits = table.reconcile().limits();
    return new JdbcSide(
        MySqlDigestDialect.INSTANCE,
        form,
        new ComparedTable(
            source.name() + " " + table.source(),
            List.of(table.source().schema(), table.source().table()),
            table.columns().stream()
                .map(column -> StoredColumn.mySql(column, charsets.getOrDefault(column.name(), "")))
                .toList(),
            filter),
        limits.statementTimeout().isZero()
            ? sessions::open
            : timed(sessions, limits.statementTimeout()),
        limits.watches()
            ? connection -> SourceLoad.await(connection, endpoint, limits, Waiting.REAL)
            : Gate.OPEN);
  }

  private static SessionFactory timed(MySqlSessions sessions, Duration timeout) {
    return () -> {
      Connection connection = sessions.open();
      try {
        return SourceLoad.timed(connection, timeout);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    };
  }

  /** The zero-ETL replica of a table. */
  JdbcSide replica(TableSpec table, TableForm form) {
    String database = warehouse.integrationDatabase().orElseThrow();
    return redshift(
        form,
        List.of(database, table.source().schema(), table.source().table()),
        table.columns().stream()
            .filter(column -> column.type().replica().isPresent())
            .map(column -> StoredColumn.redshift(column, column.type().replica().orElseThrow()))
            .toList(),
        table.reconcile().filter());
  }

  /** The fallback of a table. */
  JdbcSide fallback(TableSpec table, TableForm form) {
    return redshift(
        form,
        List.of(Stages.fallbackSchema(table), table.id()),
        table.columns().stream()
            .map(column -> StoredColumn.redshift(column, column.type().fallback()))
            .toList(),
        table.reconcile().filter());
  }

  /** All columns of a model. */
  TableForm form(ModelSpec model) {
    List<DigestColumn> columns = new ArrayList<>();
    for (PublishTable.Column column : PublishColumns.model(model)) {
      SqlType type = type(column);
      columns.add(DigestColumn.of(column.name(), type.canonical(), type.maxBytes(1)));
    }
    return TableForm.of(columns, model.key()).withStrength(strength);
  }

  /** A model's table in Redshift. */
  JdbcSide redshift(ModelSpec model, TableForm form) {
    return redshift(
        form,
        List.of(model.layer(), model.name()),
        PublishColumns.model(model).stream()
            .map(
                column ->
                    new StoredColumn(
                        column.name(), column.name(), type(column).storage(), type(column).sql()))
            .toList(),
        "");
  }

  private JdbcSide redshift(
      TableForm form, List<String> name, List<StoredColumn> columns, String filter) {
    RedshiftSessions sessions = redshift;
    return new JdbcSide(
        RedshiftDigestDialect.INSTANCE,
        form,
        new ComparedTable(warehouse.name() + " " + String.join(".", name), name, columns, filter),
        sessions::connect);
  }

  private static SqlType type(PublishTable.Column column) {
    String type = column.targetType().orElseThrow();
    return SqlType.parse(type)
        .orElseThrow(() -> new IllegalArgumentException("no form to compare " + type + " by"));
  }
}
