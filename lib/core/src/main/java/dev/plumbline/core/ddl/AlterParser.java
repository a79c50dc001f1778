package dev.plumbline.core.ddl;

import dev.plumbline.core.ddl.Ddl.Action;
import dev.plumbline.core.ddl.Ddl.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands between two commas of an ALTER TABLE. */
final class AlterParser {
  private static final Set<String> INDEXES =
      Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL");
  private static final Set<String> OPTIONS =
      Set.of(
          "COMMENT",
          "AUTO_INCREMENT",
          "ALGORITHM",
          "LOCK",
          "WAIT",
          "NOWAIT",
          "STATS_PERSISTENT",
          "STATS_AUTO_RECALC",
          "STATS_SAMPLE_PAGES",
          "AVG_ROW_LENGTH",
          "MAX_ROWS",
          "MIN_ROWS",
          "CHECKSUM",
          "CONNECTION",
          "DISABLE",
          "ENABLE",
          "DEFAULT",
          "CHARACTER",
          "CHARSET",
          "COLLATE",
          "WITH",
          "WITHOUT",
          "SECONDARY_ENGINE",
          "INSERT_METHOD",
          "DELAY_KEY_WRITE");
  private static final Set<String> REBUILDS =
      Set.of(
          "FORCE",
          "ORDER",
          "ROW_FORMAT",
          "KEY_BLOCK_SIZE",
          "COMPRESSION",
          "ENCRYPTION",
          "TABLESPACE",
          "PARTITION",
          "REMOVE",
          "COALESCE",
          "REORGANIZE",
          "REBUILD",
          "OPTIMIZE",
          "ANALYZE",
          "CHECK",
          "REPAIR",
          "UPGRADE",
          "PACK_KEYS");
  private static final Set<String> RELOADS =
      Set.of("TRUNCATE", "EXCHANGE", "DISCARD", "IMPORT", "CONVERT");

  private final SqlCursor tokens;
  private final String text;

  private AlterParser(SqlCursor tokens) {
    this.tokens = tokens;
    this.text = tokens.text();
  }

  static List<Action> parse(SqlCursor tokens) {
    return new AlterParser(tokens).actions();
  }

  private List<Action> actions() {
    String verb = tokens.next().word();
    return switch (verb) {
      case "ADD" -> add();
      case "DROP" -> List.of(drop());
      case "RENAME" -> List.of(rename());
      case "MODIFY" -> List.of(modify());
      case "CHANGE" -> List.of(change());
      case "ENGINE", "TYPE" -> List.of(engine());
      // SET or DROP DEFAULT, VISIBLE, an index, a check: later rows, which the log brings whole.
      case "ALTER" -> List.of(new Action.Harmless(text));
      default -> List.of(other(verb));
    };
  }

  private Action other(String verb) {
    if (RELOADS.contains(verb)) {
      return new Action.Reload(text);
    }
    if (OPTIONS.contains(verb) || REBUILDS.contains(verb)) {
      Optional<Action> engine = laterEngine();
      if (engine.isPresent()) {
        return engine.get();
      }
    }
    if (OPTIONS.contains(verb)) {
      return new Action.Harmless(text);
    }
    return REBUILDS.contains(verb) ? new Action.Rebuild(text) : new Action.Unclear(text);
  }

  /** Options of a table may follow one another without commas. */
  private Optional<Action> laterEngine() {
    while (tokens.hasMore()) {
      if (tokens.accept("ENGINE")) {
        return Optional.of(engine());
      }
      if (tokens.peek().is("(")) {
        return Optional.empty();
      }
      tokens.next();
    }
    return Optional.empty();
  }

  private List<Action> add() {
    boolean column = tokens.accept("COLUMN");
    tokens.accept("IF", "NOT", "EXISTS");
    if (!column) {
      Optional<Action> other = addOther();
      if (other.isPresent()) {
        return List.of(other.get());
      }
    }
    if (tokens.peek().is("(")) {
      List<Action> actions = new ArrayList<>();
      for (SqlCursor part : tokens.parenthesized().splitAtCommas()) {
        String written = "ADD COLUMN " + part.text();
        actions.add(
            ColumnParser.parse(part)
                .<Action>map(found -> new Action.AddColumn(written, found))
                .orElse(new Action.Unclear(written)));
      }
      return actions;
    }
    return List.of(
        ColumnParser.parse(tokens)
            .<Action>map(found -> new Action.AddColumn(text, found))
            .orElse(new Action.Unclear(text)));
  }

  private Optional<Action> addOther() {
    if (tokens.accept("CONSTRAINT")) {
      boolean named = !Set.of("PRIMARY", "FOREIGN", "UNIQUE", "CHECK").contains(tokens.peekWord());
      if (named) {
        tokens.next();
      }
    }
    String word = tokens.peekWord();
    if (INDEXES.contains(word)) {
      return Optional.of(new Action.Harmless(text));
    }
    if (tokens.accept("PRIMARY")) {
      tokens.accept("KEY");
      return Optional.of(new Action.AddPrimaryKey(text, KeyColumns.next(tokens)));
    }
    if (tokens.accept("FOREIGN")) {
      tokens.skipPast("REFERENCES");
      return Optional.of(new Action.AddReference(text, ColumnParser.reference(tokens)));
    }
    if (word.equals("PARTITION") || word.equals("CHECK")) {
      return Optional.of(new Action.Rebuild(text));
    }
    if (tokens.accept("PERIOD", "FOR") || tokens.accept("SYSTEM", "VERSIONING")) {
      return Optional.of(new Action.Reload(text));
    }
    return Optional.empty();
  }

  private Action drop() {
    boolean column = tokens.accept("COLUMN");
    tokens.accept("IF", "EXISTS");
    if (!column) {
      if (tokens.accept("PRIMARY")) {
        return new Action.DropPrimaryKey(text);
      }
      if (tokens.accept("PARTITION")) {
        return new Action.Reload(text);
      }
      boolean index = tokens.accept("INDEX") || tokens.accept("KEY");
      boolean constraint = !index && (tokens.accept("CONSTRAINT") || tokens.accept("CHECK"));
      if ((index || constraint) && tokens.peek().text().equalsIgnoreCase("PRIMARY")) {
        return new Action.DropPrimaryKey(text);
      }
      if (index || tokens.accept("FOREIGN", "KEY")) {
        return new Action.Harmless(text);
      }
      if (constraint) {
        return new Action.Rebuild(text);
      }
    }
    return tokens
        .name()
        .<Action>map(name -> new Action.DropColumn(text, name))
        .orElse(new Action.Unclear(text));
  }

  private Action rename() {
    if (tokens.accept("COLUMN")) {
      tokens.accept("IF", "EXISTS");
      String from = tokens.next().text();
      tokens.skipPast("TO");
      return new Action.RenameColumn(text, from, tokens.next().text());
    }
    if (tokens.accept("INDEX") || tokens.accept("KEY")) {
      return new Action.Harmless(text);
    }
    if (!tokens.accept("TO")) {
      tokens.accept("AS");
    }
    return new Action.RenameTo(text, tokens.tableName());
  }

  private Action modify() {
    tokens.accept("COLUMN");
    tokens.accept("IF", "EXISTS");
    return ColumnParser.parse(tokens)
        .<Action>map(column -> new Action.ChangeColumn(text, column.name(), column))
        .orElse(new Action.Unclear(text));
  }

  private Action change() {
    tokens.accept("COLUMN");
    tokens.accept("IF", "EXISTS");
    Optional<String> from = tokens.name();
    Optional<ColumnDefinition> column = ColumnParser.parse(tokens);
    return from.isPresent() && column.isPresent()
        ? new Action.ChangeColumn(text, from.get(), column.get())
        : new Action.Unclear(text);
  }

  private Action engine() {
    tokens.accept("=");
    return new Action.Engine(text, tokens.next().text());
  }
}
