package dev.plumbline.tests;

import dev.plumbline.core.reconcile.fence.FenceTiming;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.Fence;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.MySqlDigestDialect;
import dev.plumbline.stores.digest.PostgresDigestDialect;
import dev.plumbline.stores.digest.RedshiftDigestDialect;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.replica.ReplicaFence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One source table and its replica, opened the way a comparison opens them. */
final class ComparedPairs {

  private final Sandbox sandbox;
  private final String schema;
  private final String table;
  private final List<ColumnSpec> columns;
  private final Map<String, String> copyTypes = new LinkedHashMap<>();
  private String filter = "";
  private Duration patience = Duration.ofSeconds(60);
  final TableForm form;

  /**
   * @param types column to MySQL type, in the table's order
   */
  ComparedPairs(
      Sandbox sandbox, String schema, String table, Map<String, String> types, List<String> key) {
    this.sandbox = sandbox;
    this.schema = schema;
    this.table = table;
    this.columns =
        types.entrySet().stream()
            .map(
                one ->
                    new ColumnSpec(
                        one.getKey(), ColumnType.parse(one.getValue()), true, ZeroDates.FAIL))
            .toList();
    this.form =
        TableForm.of(
            columns.stream().map(one -> DigestColumn.of(one.name(), one.type())).toList(), key);
  }

  /** Other types and further columns of a planted copy, and a condition on its rows. */
  ComparedPairs withCopy(Map<String, String> types, String condition) {
    copyTypes.putAll(types);
    filter = condition;
    return this;
  }

  /** How long the replica is waited for. */
  ComparedPairs withPatience(Duration other) {
    patience = other;
    return this;
  }

  /** The columns of a planted copy, in order. */
  Map<String, String> copyTypes() {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach(one -> types.put(one.name(), copyType(one)));
    copyTypes.forEach(types::put);
    return types;
  }

  private String copyType(ColumnSpec column) {
    return copyTypes.getOrDefault(column.name(), column.type().replica().orElseThrow());
  }

  /** The source, by sessions whose settings would change values. */
  JdbcSide source(TableForm as) {
    return new JdbcSide(
        MySqlDigestDialect.INSTANCE,
        as,
        new ComparedTable(
            "aurora " + schema + "." + table,
            List.of(schema, table),
            columns.stream().map(one -> StoredColumn.mySql(one, charset(one))).toList(),
            ""),
        () -> {
          Connection connection = sandbox.aurora();
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                "SET SESSION time_zone = '-04:00', sql_mode = 'PAD_CHAR_TO_FULL_LENGTH'");
          }
          return connection;
        });
  }

  /** A column that names a character set of its own is converted by the server. */
  private static String charset(ColumnSpec column) {
    return column.type().sql().contains("character set") ? "" : "utf8mb4";
  }

  /** The replica by Amazon's driver through the gateway. */
  JdbcSide replica(TableForm as) {
    return new JdbcSide(
        RedshiftDigestDialect.INSTANCE,
        as,
        replicaTable(List.of("zeroetl", schema, table)),
        () -> sandbox.redshift());
  }

  /** The same table as PostgreSQL has it, past the gateway. */
  JdbcSide postgres(TableForm as) {
    return new JdbcSide(
        PostgresDigestDialect.INSTANCE,
        as,
        replicaTable(List.of("zeroetl$" + schema, table)),
        () -> sandbox.postgres());
  }

  /** A planted copy in the warehouse's local database, through the gateway. */
  JdbcSide local(TableForm as) {
    return new JdbcSide(
        RedshiftDigestDialect.INSTANCE,
        as,
        replicaTable(List.of(schema, table)),
        () -> sandbox.redshift());
  }

  private ComparedTable replicaTable(List<String> name) {
    return new ComparedTable(
        "replica " + schema + "." + table,
        name,
        columns.stream().map(one -> StoredColumn.redshift(one, copyType(one))).toList(),
        filter);
  }

  /** What a live comparison came to. */
  record Compared(
      dev.plumbline.core.reconcile.judge.ComparisonResult result, List<Difference> differences) {
    List<String> shown() {
      return differences.stream().map(one -> one.kind() + " " + one.key()).sorted().toList();
    }
  }

  /** Compares the moving source with the moving replica, behind the real fence. */
  Compared live(TableForm as) throws SQLException {
    return live(as, settings -> settings);
  }

  Compared live(TableForm as, java.util.function.UnaryOperator<TableComparison.Settings> change)
      throws SQLException {
    try (PublishFixture fixture = new PublishFixture(sandbox);
        RedshiftSession session = fixture.etl().open();
        Connection writer = sandbox.aurora()) {
      ReplicaFence clocks = new ReplicaFence(session, writer, "zeroetl", Clock.systemUTC());
      Fence fence =
          new Fence(
              clocks,
              clocks,
              new FenceTiming(patience, Duration.ofMillis(100), 10, 3),
              Clock.systemUTC(),
              pause -> LockSupport.parkNanos(pause.toNanos()));
      List<Difference> differences = new ArrayList<>();
      TableComparison.Settings settings =
          change.apply(
              TableComparison.Settings.of(Clock.systemUTC())
                  .withFence(fence)
                  .withSink(differences::add));
      return new Compared(
          new TableComparison(as, source(as), replica(as), settings).compare(), differences);
    }
  }
}
