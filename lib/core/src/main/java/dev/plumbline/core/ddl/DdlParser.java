package dev.plumbline.core.ddl;

import dev.plumbline.core.ddl.Ddl.Action;
import dev.plumbline.core.ddl.Ddl.Rename;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a statement of MySQL as far as it tells which tables change and how. */
final class DdlParser {
  private static final Set<String> ALTER_WORDS = Set.of("ONLINE", "OFFLINE", "IGNORE");
  private static final Set<String> ROWS = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD");
  private static final Set<String> BEFORE_ROWS =
      Set.of("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE", "INTO", "FROM");
  private static final TableName NO_TABLE = new TableName("", "");
  private static final Set<String> UNSEEN =
      Set.of(
          "GRANT",
          "REVOKE",
          "SHOW",
          "SELECT",
          "START",
          "COMMIT",
          "ROLLBACK",
          "SAVEPOINT",
          "RELEASE",
          "LOCK",
          "UNLOCK",
          "ANALYZE",
          "FLUSH",
          "DO",
          "EXPLAIN",
          "DESCRIBE",
          "DESC",
          "PREPARE",
          "DEALLOCATE",
          "KILL",
          "CHECK",
          "WITH",
          "CHECKSUM",
          "HANDLER",
          "TEE",
          "NOTEE",
          "PROMPT",
          "WARNINGS",
          "NOWARNING",
          "END");

  /** Things that no replica sees. */
  private static final Set<String> OBJECTS =
      Set.of(
          "VIEW",
          "TRIGGER",
          "PROCEDURE",
          "FUNCTION",
          "EVENT",
          "USER",
          "ROLE",
          "DATABASE",
          "SCHEMA",
          "SERVER",
          "SEQUENCE",
          "TABLESPACE",
          "INSTANCE",
          "RESOURCE",
          "REFERENCE",
          "LOGFILE",
          "PREPARE",
          "PACKAGE");

  /** What may stand before them. */
  private static final Set<String> BEFORE_OBJECTS =
      Set.of(
          "OR",
          "REPLACE",
          "ALGORITHM",
          "UNDEFINED",
          "MERGE",
          "TEMPTABLE",
          "SQL",
          "SECURITY",
          "INVOKER",
          "DEFINER",
          "AGGREGATE",
          "UNDO");

  /** Of these the body is run later. */
  private static final Set<String> WITH_BODY = Set.of("PROCEDURE", "FUNCTION", "EVENT", "PACKAGE");

  private static final Set<String> IN_BODY =
      Set.of("ALTER", "CREATE", "DROP", "RENAME", "TRUNCATE", "PREPARE", "EXECUTE", "CALL");

  private final SqlCursor tokens;

  private DdlParser(SqlCursor tokens) {
    this.tokens = tokens;
  }

  /**
   * @param database the database that names without one belong to
   */
  static Ddl parse(String sql, String database) {
    return new DdlParser(new SqlCursor(sql, SqlLexer.tokens(sql), database)).statement();
  }

  private Ddl statement() {
    if (tokens.accept("SET", "STATEMENT")) {
      tokens.skipPast("FOR");
    }
    String verb = tokens.next().word();
    return switch (verb) {
      case "XA" -> new Ddl.Xa();
      case "USE", "\\U" -> whole(new Ddl.Use(tokens.next().text()));
      case "CALL", "EXECUTE", "SOURCE" -> new Ddl.Hidden("what " + verb + " runs");
      case "SET" -> set();
      case "BEGIN" -> {
        tokens.accept("WORK");
        yield whole(new Ddl.Unseen(verb));
      }
      case "CREATE" -> create();
      case "ALTER" -> alter();
      case "DROP" -> drop();
      case "RENAME" -> rename();
      case "TRUNCATE" -> {
        tokens.accept("TABLE");
        yield whole(new Ddl.TruncateTable(tokens.tableName()));
      }
      // A rebuild with the same rows.
      case "OPTIMIZE", "REPAIR" -> new Ddl.Unseen(verb + " TABLE");
      default ->
          ROWS.contains(verb)
              ? rows(verb)
              : UNSEEN.contains(verb) ? new Ddl.Unseen(verb) : new Ddl.Unknown();
    };
  }

  private Ddl rows(String verb) {
    while (BEFORE_ROWS.contains(tokens.peekWord())) {
      tokens.next();
    }
    return new Ddl.Rows(verb, verb.equals("LOAD") ? NO_TABLE : tokens.tableName());
  }

  private Ddl create() {
    boolean replacing = tokens.accept("OR", "REPLACE");
    if (tokens.accept("TEMPORARY")) {
      return new Ddl.Unseen("CREATE TEMPORARY TABLE");
    }
    if (tokens.accept("TABLE")) {
      boolean ifMissing = tokens.accept("IF", "NOT", "EXISTS");
      return CreateParser.parse(tokens, replacing, ifMissing);
    }
    while (Set.of("UNIQUE", "FULLTEXT", "SPATIAL", "ONLINE", "OFFLINE")
        .contains(tokens.peekWord())) {
      tokens.next();
    }
    if (tokens.accept("INDEX")) {
      tokens.skipPast("ON");
      return new Ddl.Index(tokens.tableName());
    }
    return object("CREATE");
  }

  private Ddl alter() {
    while (ALTER_WORDS.contains(tokens.peekWord())) {
      tokens.next();
    }
    if (!tokens.accept("TABLE")) {
      return object("ALTER");
    }
    tokens.accept("IF", "EXISTS");
    TableName table = tokens.tableName();
    if (tokens.accept("WAIT")) {
      tokens.next();
    } else {
      tokens.accept("NOWAIT");
    }
    List<Action> actions = new ArrayList<>();
    if (tokens.peekWord().equals("PARTITION") || tokens.follows("PARTITION")) {
      // The partitions have commas of their own, and nothing comes after them.
      return new Ddl.AlterTable(table, AlterParser.parse(tokens));
    }
    for (SqlCursor action : tokens.splitAtCommas()) {
      actions.addAll(AlterParser.parse(action));
    }
    return new Ddl.AlterTable(table, actions);
  }

  private Ddl drop() {
    if (tokens.accept("DATABASE") || tokens.accept("SCHEMA")) {
      tokens.accept("IF", "EXISTS");
      return new Ddl.DropDatabase(tokens.next().text());
    }
    if (tokens.accept("INDEX")) {
      tokens.accept("IF", "EXISTS");
      boolean primary = tokens.peek().text().equalsIgnoreCase("PRIMARY");
      tokens.skipPast("ON");
      TableName table = tokens.tableName();
      return primary
          ? new Ddl.AlterTable(table, List.of(new Action.DropPrimaryKey("DROP PRIMARY KEY")))
          : new Ddl.Index(table);
    }
    if (tokens.accept("TEMPORARY")) {
      return new Ddl.Unseen("DROP TEMPORARY TABLE");
    }
    if (!tokens.accept("TABLE") && !tokens.accept("TABLES")) {
      return object("DROP");
    }
    tokens.accept("IF", "EXISTS");
    List<TableName> tables = new ArrayList<>();
    do {
      tables.add(tokens.tableName());
    } while (tokens.accept(","));
    if (!tokens.accept("RESTRICT")) {
      tokens.accept("CASCADE");
    }
    return whole(new Ddl.DropTables(tables));
  }

  private Ddl rename() {
    if (!tokens.accept("TABLE") && !tokens.accept("TABLES")) {
      return object("RENAME");
    }
    tokens.accept("IF", "EXISTS");
    List<Rename> renames = new ArrayList<>();
    do {
      TableName from = tokens.tableName();
      tokens.skipPast("TO");
      renames.add(new Rename(from, tokens.tableName()));
    } while (tokens.accept(","));
    return whole(new Ddl.RenameTables(renames));
  }

  /** What was read; nothing that is understood where more follows. */
  private Ddl whole(Ddl read) {
    return tokens.hasMore() ? new Ddl.Unknown() : read;
  }

  /** A variable whose value the binary log depends on goes before others of the same statement. */
  private Ddl set() {
    Ddl.Setting first = null;
    for (SqlCursor part : tokens.splitAtCommas()) {
      String name = "";
      while (part.hasMore() && !part.accept("=") && !part.accept(":", "=")) {
        name = part.next().text();
      }
      Ddl.Setting setting =
          new Ddl.Setting(
              name.replaceFirst("^@@", "").toLowerCase(Locale.ROOT),
              part.next().text().toUpperCase(Locale.ROOT));
      if (first == null || LogSettings.harm(setting).isPresent()) {
        first = setting;
      }
    }
    return first == null ? new Ddl.Unknown() : first;
  }

  private Ddl object(String verb) {
    while (BEFORE_OBJECTS.contains(tokens.peekWord())) {
      if (tokens.accept("DEFINER", "=")) {
        account();
      } else {
        tokens.next();
        tokens.accept("=");
      }
    }
    String object = tokens.next().word();
    if (!OBJECTS.contains(object)) {
      return new Ddl.Unknown();
    }
    String what = verb + " " + object;
    boolean body = WITH_BODY.contains(object) && (verb.equals("CREATE") || tokens.holds("DO"));
    return body && changesTables() ? new Ddl.Hidden("what runs in its body") : new Ddl.Unseen(what);
  }

  /** A name, or two around an at sign. */
  private void account() {
    String name = tokens.next().text();
    if (tokens.peekWord().startsWith("@")) {
      name = tokens.next().text();
    }
    if (name.endsWith("@")) {
      tokens.next();
    }
  }

  private boolean changesTables() {
    boolean changes = false;
    while (tokens.hasMore() && !changes) {
      String word = tokens.next().word();
      boolean temporary = tokens.accept("TEMPORARY");
      changes = IN_BODY.contains(word) && !temporary && !tokens.peek().is("(");
    }
    return changes;
  }
}
