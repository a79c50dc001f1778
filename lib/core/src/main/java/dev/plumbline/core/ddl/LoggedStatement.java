package dev.plumbline.core.ddl;

import dev.plumbline.core.ddl.Ddl.Action;
import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that a binary log in ROW format holds as text: a change of definitions, or, from a
 * session that chose so, rows that change without being named.
 */
public final class LoggedStatement {
  /** The server's own schema, in which RDS writes as text and no trigger can be. */
  private static final String SYSTEM = "mysql";

  /** What changes rows only by a function that it calls, and is logged as text only then. */
  private static final Set<String> CALLING = Set.of("SELECT", "DO", "WITH");

  private final String sql;
  private final String database;
  private final Ddl ddl;

  /**
   * @param database the database of names that stand without one; empty when none was chosen
   */
  public LoggedStatement(String sql, String database) {
    this.sql = sql;
    this.database = database;
    this.ddl = parse(sql, database);
  }

  private static Ddl parse(String sql, String database) {
    try {
      return DdlParser.parse(sql, database);
    } catch (RuntimeException e) {
      return new Ddl.Unknown();
    }
  }

  /**
   * Why the table's rows or columns may not be what the rows of the log make of them; empty where
   * the statement leaves them alone. Where a statement is not understood, its naming the table is
   * enough.
   */
  public Optional<String> changes(TableName table) {
    if (ddl instanceof Ddl.AlterTable alter) {
      return altered(alter, table);
    }
    if (ddl instanceof Ddl.CreateTable create && !holds("SELECT")) {
      // IF NOT EXISTS stands in the log also where there was one, and nothing happened.
      return when(!create.ifMissing() && same(create.table(), table), "CREATE TABLE");
    }
    if (ddl instanceof Ddl.TruncateTable truncate) {
      return when(same(truncate.table(), table), "TRUNCATE");
    }
    if (ddl instanceof Ddl.DropTables drop) {
      return when(drop.tables().stream().anyMatch(name -> same(name, table)), "DROP TABLE");
    }
    if (ddl instanceof Ddl.RenameTables rename) {
      return when(
          rename.renames().stream()
              .anyMatch(pair -> same(pair.from(), table) || same(pair.to(), table)),
          "RENAME TABLE");
    }
    if (ddl instanceof Ddl.DropDatabase drop) {
      return when(drop.database().equalsIgnoreCase(table.schema()), "DROP DATABASE");
    }
    // Whatever they name, triggers, views and functions may have changed other tables, too.
    if (ddl instanceof Ddl.Rows rows) {
      return when(!rows.table().schema().equalsIgnoreCase(SYSTEM), rows.verb() + " as text");
    }
    if (ddl instanceof Ddl.CreateTable) {
      return Optional.of("CREATE TABLE … SELECT as text");
    }
    if (ddl instanceof Ddl.Unseen unseen
        && (CALLING.contains(unseen.what()) || analyzesRows(unseen))) {
      return Optional.of(unseen.what() + " as text");
    }
    return when(ddl instanceof Ddl.Unknown && names(table), "a statement that is not understood");
  }

  /** MariaDB runs the statement that it analyzes. */
  private boolean analyzesRows(Ddl.Unseen unseen) {
    return unseen.what().equals("ANALYZE") && !holds("TABLE") && !holds("TABLES");
  }

  private boolean holds(String word) {
    return SqlLexer.tokens(sql).stream().anyMatch(token -> token.is(word));
  }

  private Optional<String> altered(Ddl.AlterTable alter, TableName table) {
    if (same(alter.table(), table)) {
      return when(
          ignores() || alter.actions().stream().anyMatch(action -> !isHarmless(action)),
          "ALTER TABLE");
    }
    boolean into =
        alter.actions().stream()
            .anyMatch(
                action ->
                    action instanceof Action.RenameTo to
                        ? same(to.table(), table)
                        : (action instanceof Action.Reload || action instanceof Action.Unclear)
                            && names(table));
    return when(into, "ALTER TABLE of another table");
  }

  /** No row and no column is another afterwards, or was before past the log. */
  private static boolean isHarmless(Action action) {
    return (action instanceof Action.Harmless
            || action instanceof Action.Rebuild
            || action instanceof Action.AddReference)
        && !unbinds(action);
  }

  /** While a foreign key was there that acts, the log did not name all rows that changed. */
  private static boolean unbinds(Action action) {
    List<SqlToken> tokens = SqlLexer.tokens(action.text());
    return tokens.size() > 1
        && tokens.get(0).is("DROP")
        && (tokens.get(1).is("FOREIGN") || tokens.get(1).is("CONSTRAINT"));
  }

  /** MariaDB: rows that a new key does not let be are deleted, and the log does not name them. */
  private boolean ignores() {
    return SqlLexer.tokens(sql).stream()
        .takeWhile(token -> !token.is("TABLE"))
        .anyMatch(token -> token.is("IGNORE"));
  }

  private static boolean same(TableName one, TableName other) {
    return one.schema().equalsIgnoreCase(other.schema())
        && one.table().equalsIgnoreCase(other.table());
  }

  /** Whether the table's name stands anywhere in the statement. */
  private boolean names(TableName table) {
    List<SqlToken> tokens = SqlLexer.tokens(sql);
    boolean schema =
        database.equalsIgnoreCase(table.schema())
            || tokens.stream().anyMatch(token -> named(token, table.schema()));
    return schema && tokens.stream().anyMatch(token -> named(token, table.table()));
  }

  private static boolean named(SqlToken token, String name) {
    return token.isName() && token.text().equalsIgnoreCase(name);
  }

  private static Optional<String> when(boolean condition, String what) {
    return condition ? Optional.of(what) : Optional.empty();
  }
}
