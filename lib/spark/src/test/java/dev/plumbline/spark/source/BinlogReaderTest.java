package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.stores.digest.MySqlDigestDialect;
import dev.plumbline.stores.mysql.MySqlCharsets;
import dev.plumbline.stores.mysql.binlog.BinlogReader;
import dev.plumbline.stores.mysql.binlog.LogMark;
import dev.plumbline.stores.mysql.binlog.LogUnusableException;
import dev.plumbline.stores.mysql.binlog.TableChanges;
import dev.plumbline.stores.mysql.binlog.TableChanges.Known;
import dev.plumbline.stores.mysql.binlog.TableChanges.Unknown;
import dev.plumbline.stores.mysql.binlog.WatchedTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounded reader of the log against a real server. */
class BinlogReaderTest {
  private final BinlogReader reader = new BinlogReader(TestMariaDb.reading());

  /** What a batch said, and the keys that it handed over. */
  private record Batch(Map<TableName, TableChanges> changes, Map<String, Set<RowKey>> keys) {
    TableChanges of(TableSpec table) {
      return changes.get(table.source());
    }

    Set<RowKey> keys(TableSpec table) {
      return keys.getOrDefault(table.id(), Set.of());
    }
  }

  private Batch read(LogMark from, TableSpec... tables) {
    Map<String, Set<RowKey>> keys = new HashMap<>();
    Map<TableName, TableChanges> changes =
        reader.read(
            List.of(tables).stream().map(table -> new WatchedTable(table, from)).toList(),
            (table, key) -> keys.computeIfAbsent(table.id(), id -> new HashSet<>()).add(key));
    return new Batch(changes, keys);
  }

  private static TableSpec table(String name, List<String> key, Map<String, String> columns) {
    return new TableSpec(
        name,
        new TableName("logged", name),
        key,
        columns.entrySet().stream()
            .map(
                column ->
                    new ColumnSpec(
                        column.getKey(),
                        ColumnType.parse(column.getValue().replaceFirst(" character set .*", "")),
                        true,
                        ZeroDates.FAIL))
            .toList(),
        name,
        new ExtractionSpec(Mode.FULL, 1_000_000),
        new PublishSpec(false, Optional.empty(), List.of()),
        Optional.empty());
  }

  private static TableSpec create(String name, List<String> key, String... namesAndTypes) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    TestMariaDb.run(
        "CREATE DATABASE IF NOT EXISTS logged CHARACTER SET utf8mb4",
        "DROP TABLE IF EXISTS logged." + name,
        "CREATE TABLE logged."
            + name
            + " ("
            + columns.entrySet().stream()
                .map(column -> "`" + column.getKey() + "` " + column.getValue())
                .collect(Collectors.joining(", "))
            + ", PRIMARY KEY ("
            + String.join(", ", key)
            + "))");
    return table(name, key, columns);
  }

  private static TableSpec simple(String name) {
    return create(name, List.of("id"), "id", "int", "v", "varchar(50)");
  }

  private static Set<RowKey> ids(int... ids) {
    Set<RowKey> keys = new HashSet<>();
    for (int id : ids) {
      keys.add(RowKey.of(Integer.toString(id)));
    }
    return keys;
  }

  private LogMark mark() throws LogUnusableException {
    return reader.mark();
  }

  private static LogMark end(TableChanges changes) {
    assertThat(changes).isInstanceOf(Known.class);
    return ((Known) changes).until();
  }

  private static String reason(TableChanges changes) {
    assertThat(changes).isInstanceOf(Unknown.class);
    return ((Unknown) changes).reason();
  }

  @Test
  void everyKeyThatWasTouchedIsHandedOverAndTheNextBatchGoesOnFromThere() throws Exception {
    TableSpec one = simple("one");
    TableSpec other = simple("other");
    LogMark from = mark();
    TestMariaDb.run(
        "INSERT INTO logged.one VALUES (1, 'a'), (2, 'b'), (3, 'c')",
        "UPDATE logged.one SET id = 30 WHERE id = 3",
        "DELETE FROM logged.one WHERE id = 2",
        "INSERT INTO logged.other VALUES (7, 'x')");
    Batch batch = read(from, one, other);
    assertThat(batch.keys(one)).isEqualTo(ids(1, 2, 3, 30));
    assertThat(batch.keys(other)).isEqualTo(ids(7));
    LogMark next = end(batch.of(one));
    assertThat(LogMark.parse(next.text())).contains(next);
    assertThat(read(next, one, other).keys()).isEmpty();
    TestMariaDb.run("UPDATE logged.one SET v = 'z' WHERE id = 1");
    Batch later = read(next, one, other);
    assertThat(later.keys(one)).isEqualTo(ids(1));
    assertThat(later.keys(other)).isEmpty();
  }

  @Test
  void aBatchBeginsAtTheEarliestMarkAndGivesEachTableWhatIsNewToIt() throws Exception {
    TableSpec one = simple("one");
    TableSpec other = simple("other");
    LogMark early = mark();
    TestMariaDb.run(
        "INSERT INTO logged.one VALUES (1, 'a')",
        "INSERT INTO logged.other VALUES (1, 'a')",
        "ALTER TABLE logged.other ADD COLUMN w int");
    LogMark late = mark();
    TestMariaDb.run(
        "FLUSH BINARY LOGS",
        "INSERT INTO logged.one VALUES (2, 'a')",
        "INSERT INTO logged.other (id, v) VALUES (2, 'a')");
    TableSpec widened = create("unused", List.of("id"), "id", "int");
    Map<String, Set<RowKey>> keys = new HashMap<>();
    Map<TableName, TableChanges> changes =
        reader.read(
            List.of(
                new WatchedTable(one, early),
                new WatchedTable(other, late),
                new WatchedTable(widened, late)),
            (table, key) -> keys.computeIfAbsent(table.id(), id -> new HashSet<>()).add(key));
    assertThat(keys).isEqualTo(Map.of("one", ids(1, 2), "other", ids(2)));
    assertThat(changes.get(other.source())).isInstanceOf(Known.class);
  }

  @Test
  void aTransactionThatCommitsLateComesWithTheBatchInWhichItCommits() throws Exception {
    TableSpec table = simple("late");
    LogMark from = mark();
    try (Connection open = TestMariaDb.open();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("INSERT INTO logged.late VALUES (1, 'held')");
      TestMariaDb.run("INSERT INTO logged.late VALUES (2, 'meanwhile')");
      Batch before = read(from, table);
      assertThat(before.keys(table)).isEqualTo(ids(2));
      open.commit();
      assertThat(read(end(before.of(table)), table).keys(table)).isEqualTo(ids(1));
    }
  }

  @Test
  void whatWasPreparedCountsFromItsCommit() throws Exception {
    TableSpec table = simple("prepared");
    LogMark from = mark();
    try (Connection open = TestMariaDb.open();
        Statement statement = open.createStatement()) {
      statement.execute("XA START 'x1'");
      statement.execute("INSERT INTO logged.prepared VALUES (1, 'xa')");
      statement.execute("XA END 'x1'");
      statement.execute("XA PREPARE 'x1'");
      TestMariaDb.run("INSERT INTO logged.prepared VALUES (2, 'plain')");
      LogMark meanwhile = mark();
      Batch before = read(from, table);
      LogMark next = end(before.of(table));
      assertThat(next.offset()).isLessThan(meanwhile.offset());
      statement.execute("XA COMMIT 'x1'");
      Batch after = read(next, table);
      assertThat(after.keys(table)).contains(RowKey.of("1"));
      assertThat(end(after.of(table)).offset()).isGreaterThan(meanwhile.offset());
      assertThat(reason(read(meanwhile, table).of(table))).contains("XA transaction");
    }
  }

  @Test
  void whatWasPreparedBeforeATablesOwnMarkMakesItUseless() throws Exception {
    TableSpec one = simple("prepared_one");
    TableSpec other = simple("prepared_other");
    LogMark from = mark();
    try (Connection open = TestMariaDb.open();
        Statement statement = open.createStatement()) {
      statement.execute("XA START 'x2'");
      statement.execute("INSERT INTO logged.prepared_one VALUES (1, 'xa')");
      statement.execute("INSERT INTO logged.prepared_other VALUES (1, 'xa')");
      statement.execute("XA END 'x2'");
      statement.execute("XA PREPARE 'x2'");
      TestMariaDb.run("INSERT INTO logged.prepared_one VALUES (2, 'plain')");
      LogMark later = mark();
      statement.execute("XA COMMIT 'x2'");
      Set<RowKey> keys = new HashSet<>();
      Map<TableName, TableChanges> changes =
          reader.read(
              List.of(new WatchedTable(one, from), new WatchedTable(other, later)),
              (table, key) -> keys.add(key));
      assertThat(changes.get(one.source())).isInstanceOf(Known.class);
      assertThat(keys).isEqualTo(ids(1, 2));
      assertThat(reason(changes.get(other.source()))).contains("XA transaction");
    }
  }

  @Test
  void labelsAreThoseThatTheServerHasByNow() throws Exception {
    TableSpec table =
        create("labelled", List.of("id", "kind"), "id", "int", "kind", "enum('a','b')");
    TestMariaDb.run("ALTER TABLE logged.labelled MODIFY kind enum('x','a','b') NOT NULL");
    LogMark from = mark();
    TestMariaDb.run("INSERT INTO logged.labelled VALUES (1, 'x'), (2, 'b')");
    assertThat(read(from, table).keys(table))
        .isEqualTo(Set.of(RowKey.of("1", "x"), RowKey.of("2", "b")));
  }

  /** Type, and values of it in SQL, each of which is a key of a row. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tinyint | -128, 0, 127",
        "tinyint unsigned | 0, 255",
        "smallint | -32768, 32767",
        "smallint unsigned | 65535",
        "mediumint | -8388608, 8388607",
        "mediumint unsigned | 16777215",
        "int | -2147483648, 2147483647",
        "int unsigned | 4294967295",
        "int(8) unsigned zerofill | 7, 12345678",
        "bigint | -9223372036854775808, 9223372036854775807",
        "bigint unsigned | 0, 9223372036854775808, 18446744073709551615",
        "decimal(10,3) | -1234567.891, 0, 0.5, 100",
        "decimal(65,30) | 12345678901234567890123456789012345.123456789012345678901234567890, -1",
        "decimal(9,9) | 0.000000001, -0.999999999",
        "bit(1) | b'0', b'1'",
        "bit(64) | b'1', 0xFFFFFFFFFFFFFFFF",
        "year | 0, 1901, 2026, 2155",
        "date | '0001-01-01', '1969-12-31', '2026-02-28', '9999-12-31'",
        "datetime | '1000-01-01 00:00:00', '2026-11-21 10:11:12'",
        "datetime(1) | '2026-11-21 10:11:12.3'",
        "datetime(3) | '2026-11-21 10:11:12.345', '1969-12-31 23:59:59.999'",
        "datetime(6) | '2026-11-21 10:11:12.345678', '1000-01-01 00:00:00.000001'",
        "timestamp | '1970-01-01 00:00:01', '2026-11-21 10:11:12', '2038-01-19 03:14:07'",
        "timestamp(6) | '1970-01-01 00:00:00.000001', '2026-11-21 10:11:12.345678'",
        "time | '-838:59:59', '00:00:00', '838:59:59'",
        "time(2) | '-00:00:00.01', '-12:34:56.78', '12:34:56.78'",
        "time(6) | '-838:59:58.999999', '-00:00:01.000001', '01:02:03.456789'",
        "char(10) | 'a', '', 'größe 🎈'",
        "varchar(40) | 'a', '', 'größe 🎈', 'Ünï', 'x  '",
        "varchar(400) | 'a', 'größe 🎈'",
        "varchar(40) character set latin1 | 'ä€ÿ'",
        "varchar(40) character set cp1250 | 'łódź'",
        "varchar(40) character set utf16 | 'größe 🎈'",
        "varchar(40) character set utf8mb3 | 'größe'",
        "char(200) character set utf8mb4 | 'größe 🎈'",
        "binary(4) | x'00000000', x'0102', x'ff00ff00', x'61620000'",
        "varbinary(10) | x'', x'00', x'0100', x'ff00ff'",
        "varbinary(300) | x'ff00ff'",
        "enum('a','it''s','ü') | 'a', 'it''s', 'ü'",
        "enum('a\\\\b','c\\nd') | 'a\\\\b', 'c\\nd'",
        "set('a\\\\b','it''s') | 'a\\\\b,it''s'",
        "set('a','b','ü') | '', 'a', 'a,ü', 'a,b,ü'",
      })
  void keysOfEveryTypeAreWhatTheServerSaysTheyAre(String type, String values) throws Exception {
    TableSpec table = create("typed", List.of("k", "`n o`"), "v", "text", "n o", "int", "k", type);
    TableSpec spec =
        new TableSpec(
            table.id(),
            table.source(),
            List.of("k", "n o"),
            table.columns(),
            table.group(),
            table.extraction(),
            table.publish(),
            Optional.empty());
    LogMark from = mark();
    String rows =
        List.of(values.split(", ")).stream()
            .map(value -> "(" + value + ", 5, REPEAT('x', 300))")
            .collect(Collectors.joining(", "));
    TestMariaDb.run(
        "SET time_zone = '+00:00'", "INSERT INTO logged.typed (k, `n o`, v) VALUES " + rows);
    Set<RowKey> canonical = canonical(spec);
    assertThat(canonical).isNotEmpty();
    Batch inserted = read(from, spec);
    assertThat(inserted.keys(spec)).isEqualTo(canonical);
    TestMariaDb.run("UPDATE logged.typed SET v = NULL");
    Batch updated = read(end(inserted.of(spec)), spec);
    assertThat(updated.keys(spec)).isEqualTo(canonical);
    TestMariaDb.run("DELETE FROM logged.typed");
    assertThat(read(end(updated.of(spec)), spec).keys(spec)).isEqualTo(canonical);
  }

  private static Set<RowKey> canonical(TableSpec table) throws SQLException {
    try (Connection connection = TestMariaDb.reading().open();
        Statement statement = connection.createStatement()) {
      Map<String, String> charsets = MySqlCharsets.of(connection, table.source());
      String list =
          table.key().stream()
              .map(table::column)
              .map(
                  column ->
                      MySqlDigestDialect.INSTANCE.canonical(
                          DigestColumn.of(column.name(), column.type()),
                          StoredColumn.mySql(column, charsets.getOrDefault(column.name(), ""))))
              .collect(Collectors.joining(", "));
      Set<RowKey> keys = new HashSet<>();
      try (ResultSet rows =
          statement.executeQuery("SELECT " + list + " FROM logged." + table.source().table())) {
        while (rows.next()) {
          List<String> key = new ArrayList<>();
          for (int i = 1; i <= table.key().size(); i++) {
            key.add(rows.getString(i));
          }
          keys.add(new RowKey(key));
        }
      }
      return keys;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE logged.changed ADD COLUMN w int",
        "ALTER TABLE logged.changed MODIFY v varchar(60)",
        "TRUNCATE TABLE logged.changed",
        "RENAME TABLE logged.changed TO logged.gone",
        "DROP TABLE logged.changed",
        "CREATE OR REPLACE TABLE logged.changed (id int PRIMARY KEY, v varchar(50))",
        "SET SESSION binlog_format = 'STATEMENT'; INSERT INTO logged.changed VALUES (9, 'a')",
        "CREATE TRIGGER logged.also AFTER INSERT ON logged.bystander FOR EACH ROW INSERT INTO"
            + " logged.changed VALUES (NEW.id, 'b'); SET SESSION binlog_format = 'STATEMENT';"
            + " INSERT INTO logged.bystander VALUES (9, 'a')",
        "ALTER TABLE logged.bystander RENAME TO logged.changed",
      })
  void aStatementThatChangesTheTableAsAWholeIsNoticed(String sql) throws Exception {
    simple("bystander");
    TableSpec table = simple("changed");
    TestMariaDb.run("DROP TABLE IF EXISTS logged.gone");
    LogMark from = mark();
    if (sql.contains("RENAME TO logged.changed")) {
      TestMariaDb.run("RENAME TABLE logged.changed TO logged.gone");
      from = mark();
    }
    TestMariaDb.run(sql.split("; "));
    assertThat(reason(read(from, table).of(table)))
        .matches(".* stands in the log at binlog\\.\\d+:\\d+|there is no table logged.changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE logged.seen SET v = 'b'",
        "ANALYZE UPDATE logged.seen SET v = 'b'",
        "SELECT logged.touch()",
        "DO logged.touch()",
        "SET @touched = logged.touch()",
        "CREATE TABLE logged.made AS SELECT logged.touch()",
      })
  void rowsThatChangeAsTextMayBeThoseOfATableThatTheStatementDoesNotName(String sql)
      throws Exception {
    TableSpec table = simple("changed");
    TestMariaDb.run(
        "DROP TABLE IF EXISTS logged.made",
        "INSERT INTO logged.changed VALUES (1, 'a')",
        "CREATE OR REPLACE VIEW logged.seen AS SELECT * FROM logged.changed",
        "CREATE OR REPLACE FUNCTION logged.touch() RETURNS int DETERMINISTIC MODIFIES SQL DATA"
            + " BEGIN UPDATE logged.changed SET v = 'b'; RETURN 1; END");
    LogMark from = mark();
    TestMariaDb.run("SET SESSION binlog_format = 'STATEMENT'", sql);
    assertThat(reason(read(from, table).of(table))).contains(" as text stands in the log at ");
  }

  @Test
  void aReplicaThatDoesNotLogWhatItReplicatesIsTold() {
    TestMariaDb.run(
        "GRANT SLAVE MONITOR ON *.* TO reader@'%'", "CHANGE MASTER TO MASTER_HOST = '127.0.0.1'");
    try {
      assertThatThrownBy(this::mark)
          .isInstanceOf(LogUnusableException.class)
          .hasMessage(
              "the server is a replica and does not log what it replicates (log_replica_updates is"
                  + " OFF)");
    } finally {
      TestMariaDb.run("RESET SLAVE ALL", "REVOKE SLAVE MONITOR ON *.* FROM reader@'%'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX i ON logged.changed (v)",
        "ALTER TABLE logged.changed ADD INDEX j (v)",
        "ANALYZE TABLE logged.changed",
        "CREATE TABLE IF NOT EXISTS logged.changed (id int PRIMARY KEY, v varchar(50))",
        "CREATE OR REPLACE TABLE logged.bystander (changed int REFERENCES logged.changed (id))",
        "CREATE OR REPLACE VIEW logged.seen AS SELECT * FROM logged.changed",
        "ALTER TABLE logged.bystander ADD COLUMN changed int",
      })
  void aStatementThatLeavesTheRowsAloneIsPassedOver(String sql) throws Exception {
    simple("bystander");
    TableSpec table = simple("changed");
    LogMark from = mark();
    TestMariaDb.run(sql, "INSERT INTO logged.changed VALUES (1, 'a')");
    Batch batch = read(from, table);
    assertThat(batch.of(table)).isInstanceOf(Known.class);
    assertThat(batch.keys(table)).isEqualTo(ids(1));
  }

  @Test
  void partialImagesHoldTheKeyAndMapsNeedNotNameTheColumns() throws Exception {
    TableSpec table =
        create("partial", List.of("a", "b"), "t", "text", "b", "int", "v", "int", "a", "int");
    TestMariaDb.run(
        "INSERT INTO logged.partial (a, b, v, t) VALUES (1, 1, 0, 'x'), (2, 2, 0, 'y')");
    LogMark from = mark();
    TestMariaDb.run(
        "SET GLOBAL binlog_row_metadata = 'NO_LOG'",
        "SET SESSION binlog_row_image = 'MINIMAL'",
        "UPDATE logged.partial SET v = 1 WHERE a = 1",
        "UPDATE logged.partial SET b = 22 WHERE a = 2",
        "INSERT INTO logged.partial (a, b) VALUES (3, 3)",
        "DELETE FROM logged.partial WHERE a = 1",
        "SET GLOBAL binlog_row_metadata = 'FULL'");
    assertThat(read(from, table).keys(table))
        .isEqualTo(
            Set.of(
                RowKey.of("1", "1"),
                RowKey.of("2", "2"),
                RowKey.of("2", "22"),
                RowKey.of("3", "3")));
  }

  @Test
  void aLogThatIsGoneIsTold() throws Exception {
    TableSpec table = simple("gone");
    LogMark from = mark();
    TestMariaDb.run("FLUSH BINARY LOGS", "INSERT INTO logged.gone VALUES (1, 'a')");
    LogMark later = mark();
    TestMariaDb.run("FLUSH BINARY LOGS");
    assertThat(reason(purged(from, later, table)))
        .isEqualTo("the server no longer has log file " + from.file());
    LogMark elsewhere = new LogMark("other", later.begun(), later.file(), later.offset());
    assertThat(reason(read(elsewhere, table).of(table)))
        .isEqualTo("the last batch was read from another server (other)");
    LogMark beyond = new LogMark(later.server(), later.begun(), later.file(), 99_999_999);
    assertThat(reason(read(beyond, table).of(table))).contains("ends before 99999999");
    LogMark another = new LogMark(later.server(), later.begun() - 1, later.file(), later.offset());
    assertThat(reason(read(another, table).of(table))).isEqualTo("the log was begun anew");
    assertThat(read(later, table).of(table)).isInstanceOf(Known.class);
  }

  /** The server keeps a file as long as a session that has ended seems to read it. */
  private TableChanges purged(LogMark from, LogMark later, TableSpec table) throws Exception {
    TestMariaDb.run("SET GLOBAL slave_connections_needed_for_purge = 0");
    Instant deadline = Instant.now().plusSeconds(30);
    TableChanges changes;
    do {
      TestMariaDb.run("PURGE BINARY LOGS TO '" + later.file() + "'");
      changes = read(from, table).of(table);
    } while (changes instanceof Known && Instant.now().isBefore(deadline));
    return changes;
  }

  @Test
  void rowsThatAForeignKeyChangesBelowTheLogMakeItUseless() throws Exception {
    TableSpec parent = simple("parent");
    TestMariaDb.run(
        "DROP TABLE IF EXISTS logged.child",
        "CREATE TABLE logged.child (id int PRIMARY KEY, p int, CONSTRAINT falls FOREIGN KEY (p)"
            + " REFERENCES logged.parent (id) ON DELETE CASCADE)");
    TableSpec child = table("child", List.of("id"), Map.of("id", "int"));
    LogMark from = mark();
    Batch batch = read(from, parent, child);
    TestMariaDb.run("ALTER TABLE logged.child DROP FOREIGN KEY falls");
    Batch after = read(from, parent, child);
    TestMariaDb.run("DROP TABLE logged.child");
    assertThat(batch.of(parent)).isInstanceOf(Known.class);
    assertThat(reason(batch.of(child))).contains("foreign key falls").contains("CASCADE");
    assertThat(after.of(parent)).isInstanceOf(Known.class);
    assertThat(reason(after.of(child)))
        .as("while it was there, it may have acted")
        .startsWith("ALTER TABLE stands in the log");
  }

  @Test
  void aServerThatLogsNoRowsIsToldBeforehand() {
    TestMariaDb.run("SET GLOBAL binlog_format = 'MIXED'");
    try {
      assertThatThrownBy(this::mark)
          .isInstanceOf(LogUnusableException.class)
          .hasMessage("binlog_format is MIXED, not ROW");
    } finally {
      TestMariaDb.run("SET GLOBAL binlog_format = 'ROW'");
    }
  }

  @Test
  void anAccountWithoutTheRightIsToldWhich() {
    TestMariaDb.run("REVOKE REPLICATION SLAVE ON *.* FROM reader@'%'");
    try {
      assertThatThrownBy(this::mark)
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("Cannot read the binary log of aurora")
          .hasMessageContaining("GRANT REPLICATION SLAVE ON *.*");
    } finally {
      TestMariaDb.reading();
    }
  }

  /**
   * Random changes in transactions of several sessions, some rolled back, with log files that
   * change: after each batch every row that differs has its key among those handed over.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noChangedRowIsMissed(long seed) throws Exception {
    Random random = new Random(seed);
    TableSpec table =
        create("random", List.of("a", "t"), "a", "int", "t", "varchar(20)", "v", "int");
    LogMark from = mark();
    Map<RowKey, String> known = new HashMap<>();
    try (Connection one = TestMariaDb.open();
        Connection two = TestMariaDb.open()) {
      for (Connection session : List.of(one, two)) {
        session.setAutoCommit(false);
        session.createStatement().execute("SET innodb_lock_wait_timeout = 0");
      }
      for (int round = 0; round < 8; round++) {
        for (int i = 0; i < 25; i++) {
          boolean first = random.nextBoolean();
          try {
            change(first ? one : two, random, first ? 0 : 1);
          } catch (SQLException e) {
            // The other session holds a gap in which this one's row would lie.
            assertThat(e.getErrorCode()).isIn(1205, 1213);
            (first ? one : two).rollback();
          }
        }
        if (random.nextInt(3) == 0) {
          TestMariaDb.run("FLUSH BINARY LOGS");
        }
        Map<RowKey, String> now = rows();
        Batch batch = read(from, table);
        Set<RowKey> differing = differing(known, now);
        assertThat(batch.keys(table)).as("seed " + seed + " round " + round).containsAll(differing);
        from = end(batch.of(table));
        known = now;
      }
    }
  }

  private static void change(Connection connection, Random random, int odd) throws SQLException {
    int a = random.nextInt(20) * 2 + odd;
    int b = random.nextInt(20) * 2 + odd;
    String t = "'" + "xyz".charAt(random.nextInt(3)) + (random.nextBoolean() ? " " : "") + "'";
    try (Statement statement = connection.createStatement()) {
      switch (random.nextInt(6)) {
        case 0, 1 ->
            statement.execute(
                "REPLACE INTO logged.random VALUES ("
                    + a
                    + ","
                    + t
                    + ","
                    + random.nextInt(9)
                    + ")");
        case 2 ->
            statement.execute(
                "UPDATE IGNORE logged.random SET a = " + b + " WHERE a = " + a + " AND t = " + t);
        case 3 -> statement.execute("DELETE FROM logged.random WHERE a = " + a);
        case 4 -> statement.execute("UPDATE logged.random SET v = v + 1 WHERE a = " + a);
        default -> {
          if (random.nextInt(4) == 0) {
            connection.rollback();
          } else {
            connection.commit();
          }
        }
      }
    }
  }

  private static Map<RowKey, String> rows() throws SQLException {
    Map<RowKey, String> rows = new HashMap<>();
    try (Connection connection = TestMariaDb.reading().open();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT a, t, v FROM logged.random")) {
      while (result.next()) {
        rows.put(RowKey.of(result.getString(1), result.getString(2)), result.getString(3));
      }
    }
    return rows;
  }

  private static Set<RowKey> differing(Map<RowKey, String> one, Map<RowKey, String> other) {
    Set<RowKey> keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    keys.removeIf(key -> Objects.equals(one.get(key), other.get(key)));
    return keys;
  }
}
