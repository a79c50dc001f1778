package dev.plumbline.core.ddl;

import dev.plumbline.core.ddl.Ddl.ColumnDefinition;
import dev.plumbline.core.ddl.Ddl.CreateTable;
import dev.plumbline.core.ddl.Ddl.Reference;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a CREATE TABLE from the table's name on. */
final class CreateParser {
  private final List<ColumnDefinition> columns = new ArrayList<>();
  private final List<String> unclear = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private List<String> primaryKey = List.of();
  private String engine = "InnoDB";
  private boolean fromSelect;

  private CreateParser() {}

  static Ddl parse(SqlCursor tokens, boolean replacing, boolean ifMissing) {
    TableName table = tokens.tableName();
    CreateParser parser = new CreateParser();
    Optional<TableName> like = parser.like(tokens);
    if (like.isEmpty()) {
      if (tokens.peek().is("(")) {
        tokens.parenthesized().splitAtCommas().forEach(parser::element);
      }
      parser.options(tokens);
    }
    return new CreateTable(
        table,
        replacing,
        ifMissing,
        parser.fromSelect,
        like,
        parser.columns,
        parser.unclear,
        parser.primaryKey,
        parser.references,
        parser.engine);
  }

  private Optional<TableName> like(SqlCursor tokens) {
    if (tokens.accept("LIKE") || tokens.accept("(", "LIKE")) {
      return Optional.of(tokens.tableName());
    }
    return Optional.empty();
  }

  private void element(SqlCursor tokens) {
    if (tokens.accept("CONSTRAINT")
        && !Set.of("PRIMARY", "FOREIGN", "UNIQUE", "CHECK").contains(tokens.peekWord())) {
      tokens.next();
    }
    if (tokens.accept("PRIMARY", "KEY")) {
      primaryKey = KeyColumns.next(tokens);
    } else if (tokens.accept("FOREIGN", "KEY")) {
      tokens.skipPast("REFERENCES");
      references.add(ColumnParser.reference(tokens));
    } else if (!tokens.accept("PERIOD", "FOR")
        && !Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "CHECK")
            .contains(tokens.peekWord())) {
      String text = tokens.text();
      ColumnParser.parse(tokens).ifPresentOrElse(this::column, () -> unclear.add(text));
    }
  }

  private void column(ColumnDefinition column) {
    columns.add(column);
    column.reference().ifPresent(references::add);
    if (column.primaryKey()) {
      primaryKey = List.of(column.name());
    }
  }

  private void options(SqlCursor tokens) {
    while (tokens.hasMore()) {
      if (tokens.accept("ENGINE")) {
        tokens.accept("=");
        engine = tokens.next().text();
      } else if (tokens.accept("COMMENT")) {
        tokens.accept("=");
        tokens.next();
      } else if (tokens.accept("PARTITION")) {
        // Its parts may have an ENGINE of their own, which is the table's.
        partitions(tokens);
      } else if (tokens.accept("SELECT") || tokens.accept("WITH") || tokens.accept("TABLE")) {
        fromSelect = true;
        return;
      } else if (!tokens.skipParenthesized()) {
        tokens.next();
      }
    }
  }

  private void partitions(SqlCursor tokens) {
    while (tokens.hasMore() && !tokens.peekWord().equals("SELECT")) {
      if (!tokens.skipParenthesized()) {
        tokens.next();
      }
    }
  }
}
