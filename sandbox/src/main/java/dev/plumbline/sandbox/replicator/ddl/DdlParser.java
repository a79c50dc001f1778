package dev.plumbline.sandbox.replicator.ddl;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.AlterTable;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.CreateTable;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.DropDatabase;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.DropTables;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Other;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Rename;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.RenameTables;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.TruncateTable;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Xa;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads DDL of MySQL and MariaDB as far as it tells which tables change and how. What it does not
 * know about a table it calls {@link DdlStatement.Action.Reshape}, after which the table is read
 * anew.
 */
public final class DdlParser {
  private static final Set<String> ALTER_WORDS = Set.of("ONLINE", "OFFLINE", "IGNORE");

  private final TokenReader tokens;

  private DdlParser(TokenReader tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a statement.
   *
   * @param database the database that names without one belong to
   */
  public static DdlStatement parse(String sql, String database) {
    return new DdlParser(new TokenReader(Tokenizer.tokens(sql), database)).statement();
  }

  private DdlStatement statement() {
    if (tokens.accept("SET", "STATEMENT")) {
      tokens.skipPast("FOR");
    }
    if (tokens.accept("XA")) {
      return new Xa(tokens.peekWord());
    }
    if (tokens.accept("CREATE")) {
      return create();
    }
    if (tokens.accept("ALTER")) {
      return alter();
    }
    if (tokens.accept("DROP")) {
      return drop();
    }
    if (tokens.accept("RENAME", "TABLE") || tokens.accept("RENAME", "TABLES")) {
      return rename();
    }
    if (tokens.accept("TRUNCATE")) {
      tokens.accept("TABLE");
      return new TruncateTable(tokens.tableName());
    }
    return new Other();
  }

  private DdlStatement create() {
    boolean replacing = tokens.accept("OR", "REPLACE");
    if (tokens.peekWord().equals("TEMPORARY") || !tokens.accept("TABLE")) {
      return new Other();
    }
    tokens.accept("IF", "NOT", "EXISTS");
    return new CreateTable(tokens.tableName(), replacing);
  }

  private DdlStatement alter() {
    while (ALTER_WORDS.contains(tokens.peekWord())) {
      tokens.next();
    }
    if (!tokens.accept("TABLE")) {
      return new Other();
    }
    tokens.accept("IF", "EXISTS");
    TableName table = tokens.tableName();
    List<DdlStatement.Action> actions = new ArrayList<>();
    for (TokenReader action : tokens.splitAtCommas()) {
      actions.addAll(AlterActions.parse(action));
    }
    return new AlterTable(table, actions);
  }

  private DdlStatement drop() {
    if (tokens.accept("DATABASE") || tokens.accept("SCHEMA")) {
      tokens.accept("IF", "EXISTS");
      return new DropDatabase(tokens.next().text());
    }
    if (tokens.accept("INDEX")) {
      tokens.accept("IF", "EXISTS");
      boolean primary = tokens.peek().text().equalsIgnoreCase("PRIMARY");
      tokens.skipPast("ON");
      return primary
          ? new AlterTable(tokens.tableName(), List.of(new DdlStatement.Action.Reshape()))
          : new Other();
    }
    if (!tokens.accept("TABLE") && !tokens.accept("TABLES")) {
      return new Other();
    }
    tokens.accept("IF", "EXISTS");
    List<TableName> tables = new ArrayList<>();
    do {
      tables.add(tokens.tableName());
    } while (tokens.accept(","));
    return new DropTables(tables);
  }

  private DdlStatement rename() {
    tokens.accept("IF", "EXISTS");
    List<Rename> renames = new ArrayList<>();
    do {
      TableName from = tokens.tableName();
      tokens.skipPast("TO");
      renames.add(new Rename(from, tokens.tableName()));
    } while (tokens.accept(","));
    return new RenameTables(renames);
  }
}
