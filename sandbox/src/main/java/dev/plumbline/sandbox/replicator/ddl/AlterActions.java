package dev.plumbline.sandbox.replicator.ddl;

import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.AddColumn;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.DropColumn;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.Harmless;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.Reload;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.RenameColumn;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.RenameTo;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.Reshape;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.InitialValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands between two commas of an ALTER TABLE. */
final class AlterActions {
  private static final Set<String> INDEXES =
      Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL");
  private static final Set<String> OPTIONS =
      Set.of(
          "COMMENT",
          "AUTO_INCREMENT",
          "ALGORITHM",
          "LOCK",
          "STATS_PERSISTENT",
          "WAIT",
          "NOWAIT",
          // Of the table: later columns only.
          "DEFAULT");
  private static final Set<String> ADD_RESHAPES =
      Set.of("CONSTRAINT", "FOREIGN", "PRIMARY", "CHECK", "PARTITION", "PERIOD", "SYSTEM");
  private static final Set<String> DROP_RESHAPES =
      Set.of("PRIMARY", "CONSTRAINT", "CHECK", "PERIOD", "SYSTEM");
  private static final Set<String> COMPUTED =
      Set.of("AS", "AUTO_INCREMENT", "PRIMARY", "REFERENCES", "WITH");

  private AlterActions() {}

  static List<Action> parse(TokenReader tokens) {
    String verb = tokens.next().word();
    return switch (verb) {
      case "ADD" -> add(tokens);
      case "DROP" -> List.of(drop(tokens));
      case "RENAME" -> List.of(rename(tokens));
      // ALTER COLUMN SET or DROP DEFAULT concerns later rows, which the binlog brings whole.
      case "ALTER" -> List.of(new Harmless());
      case "TRUNCATE", "EXCHANGE", "DISCARD", "IMPORT", "CONVERT" -> List.of(new Reload());
      // What a column is worked out of is the source's alone.
      case "MODIFY", "CHANGE" -> List.of(tokens.holds("AS") ? new Reload() : new Reshape());
      // Options of a table may follow one another without commas, the engine among them.
      default ->
          List.of(
              OPTIONS.contains(verb) && !tokens.holds("ENGINE") ? new Harmless() : new Reshape());
    };
  }

  private static List<Action> add(TokenReader tokens) {
    boolean column = tokens.accept("COLUMN");
    tokens.accept("IF", "NOT", "EXISTS");
    if (!column && INDEXES.contains(tokens.peekWord())) {
      return List.of(new Harmless());
    }
    if (!column && ADD_RESHAPES.contains(tokens.peekWord())) {
      return List.of(new Reshape());
    }
    if (tokens.peek().is("(")) {
      List<Action> columns = new ArrayList<>();
      tokens.parenthesized().splitAtCommas().forEach(part -> columns.add(column(part)));
      return columns;
    }
    return List.of(column(tokens));
  }

  private static Action column(TokenReader tokens) {
    if (!tokens.peek().isName()) {
      return new Reshape();
    }
    String name = tokens.next().text();
    boolean placed = false;
    boolean computed = false;
    boolean notNull = false;
    InitialValue given = null;
    while (tokens.hasMore()) {
      if (tokens.accept("FIRST") || tokens.accept("AFTER")) {
        placed = true;
      } else if (tokens.accept("NOT", "NULL")) {
        notNull = true;
      } else if (tokens.accept("DEFAULT")) {
        given = literal(tokens);
      } else if (COMPUTED.contains(tokens.peekWord())) {
        computed = true;
        tokens.next();
      } else {
        tokens.next();
      }
    }
    return new AddColumn(name, placed, initial(computed, notNull, given));
  }

  private static InitialValue initial(boolean computed, boolean notNull, InitialValue given) {
    if (computed) {
      return new InitialValue.Computed();
    }
    if (given != null) {
      return given;
    }
    return notNull ? new InitialValue.Implicit() : new InitialValue.Literal(Optional.empty());
  }

  private static InitialValue literal(TokenReader tokens) {
    if (tokens.accept("NULL")) {
      return new InitialValue.Literal(Optional.empty());
    }
    String sign = tokens.accept("-") ? "-" : "";
    Token value = tokens.next();
    if (value.kind() == Token.Kind.TEXT) {
      return new InitialValue.Literal(Optional.of(value.text()));
    }
    if (!value.text().matches("[0-9]+")) {
      return new InitialValue.Computed();
    }
    String fraction = tokens.accept(".") ? "." + tokens.next().text() : "";
    return new InitialValue.Literal(Optional.of(sign + value.text() + fraction));
  }

  private static Action drop(TokenReader tokens) {
    boolean column = tokens.accept("COLUMN");
    tokens.accept("IF", "EXISTS");
    String word = tokens.peekWord();
    if (!column && (tokens.accept("INDEX") || tokens.accept("KEY"))) {
      return tokens.peek().text().equalsIgnoreCase("PRIMARY") ? new Reshape() : new Harmless();
    }
    if (!column && tokens.accept("FOREIGN", "KEY")) {
      return new Harmless();
    }
    if (!column && word.equals("PARTITION")) {
      return new Reload();
    }
    if (!column && DROP_RESHAPES.contains(word)) {
      return new Reshape();
    }
    return new DropColumn(tokens.next().text());
  }

  private static Action rename(TokenReader tokens) {
    if (tokens.accept("COLUMN")) {
      tokens.accept("IF", "EXISTS");
      String from = tokens.next().text();
      tokens.skipPast("TO");
      return new RenameColumn(from, tokens.next().text());
    }
    if (tokens.accept("INDEX") || tokens.accept("KEY")) {
      return new Harmless();
    }
    if (!tokens.accept("TO")) {
      tokens.accept("AS");
    }
    return new RenameTo(tokens.tableName());
  }
}
