package dev.plumbline.core.ddl;

import dev.plumbline.core.ddl.Ddl.Action;
import dev.plumbline.core.ddl.Ddl.Rename;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a statement of MySQL as far as it tells which tables change and how. */
final class DdlParser {
  private static final Set<String> ALTER_WORDS = Set.of("ONLINE", "OFFLINE", "IGNORE");
  private static final Set<String> ROWS =
      Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL");
  private static final Set<String> UNSEEN =
      Set.of(
          "GRANT",
          "REVOKE",
          "SET",
          "SHOW",
          "SELECT",
          "START",
          "BEGIN",
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
          "EXECUTE",
          "DEALLOCATE",
          "KILL",
          "CHECK",
          "WITH",
          "DELIMITER",
          "SOURCE",
          "CHECKSUM",
          "HANDLER",
          "RESET",
          "END");

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
      case "USE" -> new Ddl.Use(tokens.next().text());
      case "CREATE" -> create();
      case "ALTER" -> alter();
      case "DROP" -> drop();
      case "RENAME" -> rename();
      case "TRUNCATE" -> {
        tokens.accept("TABLE");
        yield new Ddl.TruncateTable(tokens.tableName());
      }
      // A rebuild with the same rows.
      case "OPTIMIZE", "REPAIR" -> new Ddl.Unseen(verb + " TABLE");
      default ->
          ROWS.contains(verb)
              ? new Ddl.Rows(verb)
              : UNSEEN.contains(verb) ? new Ddl.Unseen(verb) : new Ddl.Unknown();
    };
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
    return new Ddl.Unseen("CREATE " + kind());
  }

  private Ddl alter() {
    while (ALTER_WORDS.contains(tokens.peekWord())) {
      tokens.next();
    }
    if (!tokens.accept("TABLE")) {
      return new Ddl.Unseen("ALTER " + kind());
    }
    tokens.accept("IF", "EXISTS");
    TableName table = tokens.tableName();
    if (tokens.accept("WAIT")) {
      tokens.next();
    } else {
      tokens.accept("NOWAIT");
    }
    List<Action> actions = new ArrayList<>();
    if (tokens.peekWord().equals("PARTITION")) {
      // What follows PARTITION BY has commas of its own.
      return new Ddl.AlterTable(table, List.of(new Action.Rebuild(tokens.text())));
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
      tokens.skipPast("ON");
      return new Ddl.Index(tokens.tableName());
    }
    if (tokens.accept("TEMPORARY")) {
      return new Ddl.Unseen("DROP TEMPORARY TABLE");
    }
    if (!tokens.accept("TABLE") && !tokens.accept("TABLES")) {
      return new Ddl.Unseen("DROP " + kind());
    }
    tokens.accept("IF", "EXISTS");
    List<TableName> tables = new ArrayList<>();
    do {
      tables.add(tokens.tableName());
    } while (tokens.accept(","));
    return new Ddl.DropTables(tables);
  }

  private Ddl rename() {
    if (!tokens.accept("TABLE") && !tokens.accept("TABLES")) {
      return new Ddl.Unseen("RENAME " + kind());
    }
    tokens.accept("IF", "EXISTS");
    List<Rename> renames = new ArrayList<>();
    do {
      TableName from = tokens.tableName();
      tokens.skipPast("TO");
      renames.add(new Rename(from, tokens.tableName()));
    } while (tokens.accept(","));
    return new Ddl.RenameTables(renames);
  }

  /** Such as VIEW, with what may stand before that word. */
  private String kind() {
    for (String word = tokens.next().word(); tokens.hasMore(); word = tokens.next().word()) {
      if (Set.of(
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
              "PACKAGE")
          .contains(word)) {
        return word;
      }
    }
    return "OBJECT";
  }
}
