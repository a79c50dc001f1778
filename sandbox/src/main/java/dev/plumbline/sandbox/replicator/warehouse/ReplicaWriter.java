package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * Writes replicas over one connection, within the transaction that the caller ends. The key has a
 * plain index: Redshift enforces no uniqueness, so neither does a replica.
 */
public final class ReplicaWriter {
  /** Bookkeeping columns at the end of each replica, as AWS's sample output shows them. */
  private static final String BOOKKEEPING = ", txn_seq bigint, txn_id bigint";

  private static final String SEED_SUFFIX = "seed";

  private final Connection connection;
  private final ReplicaNames names;

  public ReplicaWriter(Connection connection, ReplicaNames names) {
    this.connection = connection;
    this.names = names;
  }

  /**
   * What a write did.
   *
   * @param rowDelta rows more than before
   * @param bytes bytes of the rows that were written
   */
  public record Written(long rowDelta, long bytes) {}

  /** The rows of a replica, for whoever works on them one by one. */
  public ReplicaRows rows(SourceTable table) {
    return new ReplicaRows(connection, names, table);
  }

  /** Makes the replica hold what the changes leave behind. */
  public Written write(SourceTable table, PendingChanges changes) throws SQLException {
    long deleted = delete(table, changes.deletedKeys());
    List<PendingChanges.Stamped> rows = changes.rows();
    if (rows.isEmpty()) {
      return new Written(-deleted, 0);
    }
    CopyText copy = copyInto(names.table(table.name()), table);
    for (PendingChanges.Stamped stamped : rows) {
      put(copy, stamped.row(), stamped.transactionSequence(), stamped.transactionId());
    }
    return new Written(rows.size() - deleted, copy.finish());
  }

  private long delete(SourceTable table, List<List<String>> keys) throws SQLException {
    if (keys.isEmpty()) {
      return 0;
    }
    List<SourceColumn> columns = table.keyIndexes().stream().map(table.columns()::get).toList();
    try (PreparedStatement statement =
        connection.prepareStatement(deleteSql(table.name(), columns))) {
      for (int i = 0; i < columns.size(); i++) {
        int place = i;
        Array values =
            connection.createArrayOf("text", keys.stream().map(key -> key.get(place)).toArray());
        statement.setArray(i + 1, values);
      }
      return statement.executeUpdate();
    }
  }

  private String deleteSql(TableName table, List<SourceColumn> key) {
    String casts =
        IntStream.range(0, key.size())
            .mapToObj(i -> "u.k" + i + "::" + ReplicaTypes.type(key.get(i)) + " as k" + i)
            .collect(Collectors.joining(", "));
    String arrays =
        IntStream.range(0, key.size()).mapToObj(i -> "?::text[]").collect(Collectors.joining(", "));
    String aliases =
        IntStream.range(0, key.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    String match =
        IntStream.range(0, key.size())
            .mapToObj(i -> "t." + ReplicaNames.quote(key.get(i).name()) + " = d.k" + i)
            .collect(Collectors.joining(" and "));
    return "delete from %s t using (select distinct %s from unnest(%s) as u(%s)) d where %s"
        .formatted(names.table(table), casts, arrays, aliases, match);
  }

  /** Makes the database's schema when it is not there. */
  public void createSchema(TableName table) throws SQLException {
    execute(
        "create schema if not exists " + names.schema(table),
        "grant usage on schema " + names.schema(table) + " to rs_everyone");
  }

  /** Makes an empty table beside the replica and opens it for rows. */
  public Seed beginSeed(SourceTable table) throws SQLException {
    String seed = names.schema(table.name()) + "." + seedName();
    String columns =
        table.columns().stream().map(ReplicaTypes::definition).collect(Collectors.joining(", "));
    execute(
        "drop table if exists " + seed,
        "create table " + seed + " (" + columns + BOOKKEEPING + ")");
    return new Seed(table, seed, copyInto(seed, table));
  }

  /**
   * Only one table is seeded at a time in a schema, and a name with a dollar sign collides with no
   * replica.
   */
  private static String seedName() {
    return ReplicaNames.quote("$" + SEED_SUFFIX);
  }

  /** A replica in the making. */
  public final class Seed {
    private final SourceTable table;
    private final String name;
    private final CopyText copy;
    private long rows;

    private Seed(SourceTable table, String name, CopyText copy) {
      this.table = table;
      this.name = name;
      this.copy = copy;
    }

    public void add(Row row, long transactionSequence, long transactionId) throws SQLException {
      put(copy, row, transactionSequence, transactionId);
      rows++;
    }

    public long rows() {
      return rows;
    }

    /** Puts the new table in the replica's place; returns the bytes of its rows. */
    public long replace() throws SQLException {
      long bytes = copy.finish();
      String key =
          table.keyIndexes().stream()
              .map(i -> ReplicaNames.quote(table.columns().get(i).name()))
              .collect(Collectors.joining(", "));
      execute(
          "create index on " + name + " (" + key + ")",
          "drop table if exists " + names.table(table.name()) + " cascade",
          "alter table " + name + " rename to " + ReplicaNames.quote(table.name().table()),
          "analyze " + names.table(table.name()));
      return bytes;
    }
  }

  public void truncate(TableName table) throws SQLException {
    execute("truncate table " + names.table(table));
  }

  public void drop(TableName table) throws SQLException {
    execute("drop table if exists " + names.table(table) + " cascade");
  }

  /** Adds a column at the end; rows that exist hold the initial text in it, or NULL. */
  public void addColumn(TableName table, SourceColumn column, String initial) throws SQLException {
    String given = initial == null ? "" : " default '" + initial.replace("'", "''") + "'";
    execute(
        "alter table "
            + names.table(table)
            + " add column "
            + ReplicaTypes.definition(column)
            + given);
    if (initial != null) {
      execute(
          "alter table "
              + names.table(table)
              + " alter column "
              + ReplicaNames.quote(column.name())
              + " drop default");
    }
  }

  public void dropColumn(TableName table, String column) throws SQLException {
    execute(
        "alter table "
            + names.table(table)
            + " drop column "
            + ReplicaNames.quote(column)
            + " cascade");
  }

  public void renameColumn(TableName table, String from, String to) throws SQLException {
    execute(
        "alter table "
            + names.table(table)
            + " rename column "
            + ReplicaNames.quote(from)
            + " to "
            + ReplicaNames.quote(to));
  }

  /** Lets every client read the replica, or none. A replica that is not there is none. */
  public void setReadable(TableName table, boolean readable) throws SQLException {
    if (exists(table)) {
      execute(
          readable
              ? "grant select on " + names.table(table) + " to rs_everyone"
              : "revoke select on " + names.table(table) + " from rs_everyone");
    }
  }

  /** Whether rows share a primary key, which Redshift does not prevent. */
  public boolean hasDuplicates(SourceTable table) throws SQLException {
    String key =
        table.keyIndexes().stream()
            .map(i -> ReplicaNames.quote(table.columns().get(i).name()))
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select exists (select 1 from "
                    + names.table(table.name())
                    + " group by "
                    + key
                    + " having count(*) > 1)")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private boolean exists(TableName table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      statement.setString(1, names.table(table));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private CopyText copyInto(String target, SourceTable table) throws SQLException {
    String columns =
        table.columnNames().stream().map(ReplicaNames::quote).collect(Collectors.joining(", "));
    return new CopyText(
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + target + " (" + columns + ", txn_seq, txn_id) from stdin"));
  }

  private static void put(CopyText copy, Row row, long sequence, long id) throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      copy.cell(row.cell(i));
    }
    copy.cell(sequence).cell(id).endRow();
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
