package dev.plumbline.core.ddl;

import dev.plumbline.core.ddl.Ddl.Action;
import dev.plumbline.core.ddl.Ddl.ColumnDefinition;
import dev.plumbline.core.ddl.Ddl.Initial;
import dev.plumbline.core.ddl.KnownTables.Known;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an ALTER TABLE does to the replica.
 *
 * <p>Source: "Troubleshooting Aurora zero-ETL integrations", tables in ResyncRequired: ADD COLUMN
 * with FIRST or AFTER, ADD COLUMN with a default that only the source knows, several column actions
 * in one statement. What that page does not name is judged by whether the change can be made from
 * the statement alone, and called a resync where it cannot.
 */
final class AlterJudge {
  private final String table;
  private final Optional<Known> known;

  /**
   * @param table its name in backticks
   * @param known the table before the statement; empty where nothing is known of it
   */
  AlterJudge(String table, Optional<Known> known) {
    this.table = table;
    this.known = known;
  }

  Judgement of(List<Action> actions) {
    Optional<Judgement> broken =
        breaksAsAWhole(actions)
            .or(
                () ->
                    actions.stream()
                        .map(this::of)
                        .filter(judgement -> judgement.effect() == DdlEffect.BREAKS)
                        .findFirst());
    if (broken.isPresent()) {
      return broken.get();
    }
    List<Action> seen =
        actions.stream().filter(action -> !(action instanceof Action.Harmless)).toList();
    boolean renamed = seen.stream().anyMatch(Action.RenameTo.class::isInstance);
    if (seen.size() > 1 && !renamed) {
      return several(seen, actions);
    }
    return (renamed
            ? seen.stream().filter(Action.RenameTo.class::isInstance).findFirst()
            : seen.stream().findFirst())
        .map(this::of)
        .orElse(
            Judgement.of(
                DdlEffect.HARMLESS, "indexes, comments and defaults change no row and no column"));
  }

  /** A key that goes and does not come back in the same statement. */
  private Optional<Judgement> breaksAsAWhole(List<Action> actions) {
    boolean adds = actions.stream().anyMatch(AlterJudge::addsKey);
    boolean drops = actions.stream().anyMatch(Action.DropPrimaryKey.class::isInstance);
    List<String> gone =
        actions.stream()
            .filter(Action.DropColumn.class::isInstance)
            .map(action -> KnownTables.lower(((Action.DropColumn) action).column()))
            .toList();
    boolean emptied =
        known.isPresent() && !known.get().key().isEmpty() && gone.containsAll(known.get().key());
    if ((drops || emptied) && !adds) {
      return Optional.of(
          Judgement.of(
              DdlEffect.BREAKS,
              "the table is left without a primary key, which zero-ETL does not replicate",
              "-- Drop the key and add the new one in one statement; the table is then read anew:",
              "ALTER TABLE " + table + " DROP PRIMARY KEY, ADD PRIMARY KEY (…)"));
    }
    return Optional.empty();
  }

  /** Whether the statement gives a table a primary key. */
  static boolean heals(Ddl.AlterTable alter) {
    return alter.actions().stream().anyMatch(AlterJudge::addsKey);
  }

  private static boolean addsKey(Action action) {
    return action instanceof Action.AddPrimaryKey
        || (action instanceof Action.AddColumn add && add.column().primaryKey());
  }

  /** Each alone is judged again, so that splitting is proposed only where it helps. */
  private Judgement several(List<Action> seen, List<Action> all) {
    List<String> split = new ArrayList<>();
    boolean helps = false;
    for (Action action : all) {
      Judgement alone = of(action);
      helps |= alone.effect() != DdlEffect.RESYNCS;
      split.addAll(
          alone.instead().isEmpty()
              ? List.of("ALTER TABLE " + table + " " + action.text())
              : alone.instead());
    }
    boolean allResync =
        seen.stream()
            .allMatch(
                action ->
                    of(action).effect() == DdlEffect.RESYNCS && of(action).instead().isEmpty());
    return new Judgement(
        DdlEffect.RESYNCS,
        seen.size() + " changes in one ALTER TABLE, which the replica cannot follow step by step",
        allResync || !helps ? List.of() : split);
  }

  private Judgement of(Action action) {
    if (action instanceof Action.AddColumn add) {
      return add(add.column());
    }
    if (action instanceof Action.DropColumn drop) {
      return drop(drop.column());
    }
    if (action instanceof Action.RenameColumn rename) {
      return RefusedColumns.name(rename.to())
          .orElse(Judgement.of(DdlEffect.FOLLOWS, "the column is renamed in the replica too"));
    }
    if (action instanceof Action.ChangeColumn change) {
      return change(change);
    }
    if (action instanceof Action.RenameTo rename) {
      return Judgement.of(
          DdlEffect.RESYNCS,
          "the table goes from the replica and is read anew as " + rename.table().table());
    }
    if (action instanceof Action.AddPrimaryKey) {
      return Judgement.of(
          DdlEffect.RESYNCS,
          "a new primary key starts a resync; a table that failed for want of one heals by it");
    }
    if (action instanceof Action.AddReference add) {
      return RefusedColumns.reference(add.reference())
          .orElse(rebuilt("a foreign key that does not act changes no row"));
    }
    if (action instanceof Action.Engine engine) {
      return engine.engine().equalsIgnoreCase("InnoDB")
          ? rebuilt("the table is written anew with the same rows")
          : Judgement.of(
              DdlEffect.BREAKS, "engine " + engine.engine() + " is not replicated, only InnoDB is");
    }
    if (action instanceof Action.Reload) {
      return Judgement.of(
          DdlEffect.RESYNCS,
          "rows change without the binary log telling which",
          reloadInstead(action));
    }
    if (action instanceof Action.Unclear) {
      return DdlCheck.notUnderstood(action.text());
    }
    return action instanceof Action.Rebuild
        ? rebuilt("the table is written anew with the same rows and columns")
        : Judgement.of(DdlEffect.HARMLESS, "no row and no column changes");
  }

  private String[] reloadInstead(Action action) {
    return action.text().toUpperCase(Locale.ROOT).matches("(?s)(?:DROP|TRUNCATE)\\s+PARTITION.*")
        ? new String[] {
          "-- Delete the rows first, in pieces, so that the binary log has them, then drop the empty"
              + " partition at a quiet hour:",
          "DELETE FROM " + table + " WHERE … LIMIT 10000"
        }
        : new String[0];
  }

  private static Judgement rebuilt(String reason) {
    return Judgement.of(DdlEffect.HARMLESS, reason);
  }

  private Judgement add(ColumnDefinition column) {
    Optional<Judgement> refused = RefusedColumns.refusal(column);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (column.primaryKey()) {
      return Judgement.of(
          DdlEffect.RESYNCS, "a new primary key starts a resync; a table without one heals by it");
    }
    if (column.initial() == Initial.COMPUTED || column.initial() == Initial.GENERATED) {
      return new Judgement(
          DdlEffect.RESYNCS,
          "rows that exist get a value that only the source knows",
          timeInstead(column));
    }
    if (column.placed()) {
      return Judgement.of(
          DdlEffect.RESYNCS,
          "the replica cannot place a column with FIRST or AFTER",
          adding(column.name(), column.declaration()));
    }
    if (column.initial() == Initial.IMPLICIT && !hasPlainZero(column)) {
      return Judgement.of(
          DdlEffect.RESYNCS,
          "NOT NULL without a default: rows that exist get a value that only the source knows",
          adding(column.name(), column.type() + " NULL"));
    }
    return Judgement.of(
        DdlEffect.FOLLOWS, "a column at the end with a known value is added there too");
  }

  private String adding(String name, String declaration) {
    return "ALTER TABLE " + table + " ADD COLUMN " + MySqlQuoting.quote(name) + " " + declaration;
  }

  /** Empty first, so that the rows that exist change row by row. */
  private List<String> timeInstead(ColumnDefinition column) {
    boolean isTime =
        RefusedColumns.parse(column.type())
            .filter(type -> type.type() == MySqlType.TIMESTAMP || type.type() == MySqlType.DATETIME)
            .isPresent();
    if (!isTime || column.initial() == Initial.GENERATED) {
      return List.of();
    }
    String name = MySqlQuoting.quote(column.name());
    String declaration = column.declaration().replaceFirst("(?i)\\bNOT\\s+NULL\\b", "NULL");
    List<String> instead = new ArrayList<>();
    instead.add(adding(column.name(), column.type() + " NULL"));
    instead.add("ALTER TABLE " + table + " MODIFY COLUMN " + name + " " + declaration);
    instead.add(
        "-- and, in pieces: UPDATE " + table + " SET " + name + " = … WHERE " + name + " IS NULL");
    if (column.notNull()) {
      instead.add("-- NOT NULL afterwards makes the table be read anew: at a quiet hour, or never");
    }
    return instead;
  }

  private Judgement drop(String column) {
    if (known.isEmpty()) {
      return Judgement.of(
          DdlEffect.UNCLEAR,
          "the pipeline does not declare the table, so whether column "
              + column
              + " belongs to its primary key cannot be told");
    }
    if (known.get().inKey(column)) {
      return Judgement.of(DdlEffect.RESYNCS, "column " + column + " belongs to the primary key");
    }
    return Judgement.of(DdlEffect.FOLLOWS, "the column is dropped in the replica too");
  }

  private Judgement change(Action.ChangeColumn change) {
    ColumnDefinition column = change.column();
    Optional<Judgement> refused = RefusedColumns.refusal(column);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (column.initial() == Initial.GENERATED) {
      return Judgement.of(
          DdlEffect.RESYNCS, "rows that exist get a value that only the source knows");
    }
    boolean renamed = !column.name().equalsIgnoreCase(change.from());
    Optional<KnownTables.Column> before =
        known.map(table -> table.columns().get(KnownTables.lower(change.from())));
    boolean sameType =
        before.filter(old -> sameType(old.type(), column.type())).isPresent()
            && before.get().nullable() != column.notNull();
    if (sameType && !renamed && !column.placed()) {
      return rebuilt("type and nullability stay as they are");
    }
    if (sameType && renamed) {
      return Judgement.of(
          DdlEffect.RESYNCS,
          "CHANGE is taken for a new definition",
          "ALTER TABLE "
              + table
              + " RENAME COLUMN "
              + MySqlQuoting.quote(change.from())
              + " TO "
              + MySqlQuoting.quote(column.name()));
    }
    return Judgement.of(
        DdlEffect.RESYNCS,
        column.placed() && sameType
            ? "the replica cannot place a column with FIRST or AFTER"
            : "a column of another type or nullability is read anew",
        changeInstead(change, renamed));
  }

  private String[] changeInstead(Action.ChangeColumn change, boolean renamed) {
    ColumnDefinition column = change.column();
    boolean keyed = known.isEmpty() || known.get().inKey(change.from());
    if (keyed || renamed || column.placed() || column.initial() != Initial.KNOWN) {
      return new String[0];
    }
    String fresh = MySqlQuoting.quote(change.from() + "_new");
    String old = MySqlQuoting.quote(change.from());
    return new String[] {
      "-- Where a resync is too dear: a new column beside the old one, filled in pieces",
      adding(change.from() + "_new", column.declaration()),
      "-- UPDATE " + table + " SET " + fresh + " = " + old + " WHERE … (in pieces)",
      "ALTER TABLE " + table + " DROP COLUMN " + old,
      "ALTER TABLE " + table + " RENAME COLUMN " + fresh + " TO " + old
    };
  }

  private static boolean sameType(String one, String other) {
    Optional<ColumnType> a = RefusedColumns.parse(one);
    Optional<ColumnType> b = RefusedColumns.parse(other);
    if (a.isEmpty() || b.isEmpty() || a.get().type() != b.get().type()) {
      return false;
    }
    boolean labelled = a.get().type() == MySqlType.ENUM || a.get().type() == MySqlType.SET;
    return labelled
        ? labels(one).equals(labels(other))
        : a.get().length() == b.get().length()
            && a.get().precision() == b.get().precision()
            && a.get().scale() == b.get().scale();
  }

  private static List<String> labels(String type) {
    return SqlLexer.tokens(type).stream()
        .filter(token -> token.kind() == SqlToken.Kind.TEXT)
        .map(SqlToken::text)
        .toList();
  }

  /** Zero and empty text are the same in both stores; a zero date or an ENUM's first is not. */
  private static boolean hasPlainZero(ColumnDefinition column) {
    return RefusedColumns.parse(column.type())
        .filter(
            type ->
                switch (type.type()) {
                  case TINYINT,
                      TINYINT_UNSIGNED,
                      SMALLINT,
                      MEDIUMINT,
                      MEDIUMINT_UNSIGNED,
                      INT,
                      INT_UNSIGNED,
                      BIGINT,
                      BIGINT_UNSIGNED,
                      DECIMAL,
                      FLOAT,
                      DOUBLE,
                      CHAR,
                      VARCHAR,
                      TINYTEXT,
                      TEXT,
                      MEDIUMTEXT,
                      LONGTEXT ->
                      true;
                  default -> false;
                })
        .isPresent();
  }
}
