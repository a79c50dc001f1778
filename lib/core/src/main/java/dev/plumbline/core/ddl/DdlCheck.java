package dev.plumbline.core.ddl;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.ddl.AlterJudge.Judgement;
import dev.plumbline.core.ddl.Ddl.Action;
import dev.plumbline.core.table.BronzeNames;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells what each statement of a migration will do to the replica, before it is run. */
public final class DdlCheck {
  private final PipelineConfig pipeline;
  private final KnownTables known;
  private String database;

  private DdlCheck(PipelineConfig pipeline) {
    this.pipeline = pipeline;
    this.known = KnownTables.of(pipeline.tables());
    Set<String> databases = new LinkedHashSet<>();
    pipeline.tables().forEach(table -> databases.add(table.source().schema()));
    // A migration of a pipeline on one database is one for that database, unless it says USE.
    this.database = databases.size() == 1 ? databases.iterator().next() : "";
  }

  /** Judges the statements in their order, each on what those before it have made of the tables. */
  public static List<DdlVerdict> of(String sql, PipelineConfig pipeline) {
    DdlCheck check = new DdlCheck(pipeline);
    return Script.statements(sql).stream().map(check::judge).toList();
  }

  private DdlVerdict judge(Script.Statement statement) {
    Ddl ddl = DdlParser.parse(statement.text(), database);
    List<TableName> tables = tables(ddl);
    Judgement judgement = judgement(ddl);
    String note = note(ddl, tables);
    DdlVerdict verdict =
        new DdlVerdict(
            statement.line(),
            statement.text(),
            judgement.effect(),
            tables.stream().map(DdlCheck::shown).toList(),
            readers(tables),
            judgement.reason(),
            note,
            judgement.instead());
    if (ddl instanceof Ddl.Use use) {
      database = use.database();
    }
    known.apply(ddl);
    return verdict;
  }

  private List<TableName> tables(Ddl ddl) {
    if (ddl instanceof Ddl.CreateTable create) {
      return List.of(create.table());
    }
    if (ddl instanceof Ddl.AlterTable alter) {
      List<TableName> tables = new ArrayList<>(List.of(alter.table()));
      for (Action action : alter.actions()) {
        if (action instanceof Action.RenameTo rename) {
          tables.add(rename.table());
        }
      }
      return tables;
    }
    if (ddl instanceof Ddl.DropTables drop) {
      return drop.tables();
    }
    if (ddl instanceof Ddl.RenameTables renames) {
      List<TableName> tables = new ArrayList<>();
      for (Ddl.Rename rename : renames.renames()) {
        tables.add(rename.from());
        tables.add(rename.to());
      }
      return tables.stream().distinct().toList();
    }
    if (ddl instanceof Ddl.TruncateTable truncate) {
      return List.of(truncate.table());
    }
    if (ddl instanceof Ddl.Index index) {
      return List.of(index.table());
    }
    if (ddl instanceof Ddl.DropDatabase drop) {
      return known.in(drop.database());
    }
    return ddl instanceof Ddl.Xa ? known.all() : List.of();
  }

  private Judgement judgement(Ddl ddl) {
    if (ddl instanceof Ddl.AlterTable alter
        && isKeyless(alter.table())
        && !AlterJudge.heals(alter)) {
      return Judgement.of(
          DdlEffect.HARMLESS,
          "the table has no primary key, so it is not in the replica in the first place");
    }
    if (ddl instanceof Ddl.AlterTable alter) {
      return new AlterJudge(MySqlQuoting.quote(alter.table()), known.find(alter.table()))
          .of(alter.actions());
    }
    if (ddl instanceof Ddl.CreateTable create) {
      return create(create);
    }
    if (ddl instanceof Ddl.DropTables) {
      return Judgement.of(DdlEffect.DROPS, "the table goes from the replica too");
    }
    if (ddl instanceof Ddl.RenameTables renames
        && renames.renames().stream().anyMatch(rename -> isKeyless(rename.from()))) {
      return Judgement.of(
          DdlEffect.BREAKS, "a table without a primary key comes under a name that is replicated");
    }
    if (ddl instanceof Ddl.RenameTables) {
      return Judgement.of(
          DdlEffect.RESYNCS, "a table under another name goes from the replica and is read anew");
    }
    if (ddl instanceof Ddl.TruncateTable) {
      return Judgement.of(DdlEffect.FOLLOWS, "the replica's table is emptied, too");
    }
    if (ddl instanceof Ddl.DropDatabase) {
      return Judgement.of(DdlEffect.DROPS, "all of its tables go from the replica");
    }
    if (ddl instanceof Ddl.Xa) {
      return Judgement.of(
          DdlEffect.RESYNCS,
          "an XA transaction makes the whole integration go to Syncing",
          "-- Use an ordinary transaction: START TRANSACTION; …; COMMIT");
    }
    if (ddl instanceof Ddl.Rows rows) {
      return Judgement.of(
          DdlEffect.HARMLESS,
          rows.verb()
              + " arrives by the binary log; do many rows in pieces, so that the lag stays small");
    }
    if (ddl instanceof Ddl.Unknown) {
      return Judgement.of(
          DdlEffect.UNCLEAR, "the statement is not understood; try it on a copy first");
    }
    return Judgement.of(DdlEffect.HARMLESS, unseen(ddl));
  }

  private boolean isKeyless(TableName table) {
    return known.find(table).filter(one -> one.key().isEmpty()).isPresent();
  }

  private static String unseen(Ddl ddl) {
    if (ddl instanceof Ddl.Index) {
      return "an index changes no row and no column";
    }
    return ddl instanceof Ddl.Unseen unseen
        ? unseen.what() + " is nothing that the replica sees"
        : "nothing that the replica sees";
  }

  private Judgement create(Ddl.CreateTable create) {
    if (create.ifMissing() && known.find(create.table()).isPresent()) {
      return Judgement.of(DdlEffect.HARMLESS, "the table is there already");
    }
    Optional<Judgement> refused = refusal(create);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (create.replacing() && known.find(create.table()).isPresent()) {
      return Judgement.of(DdlEffect.RESYNCS, "a table that takes another's place is read anew");
    }
    return create.like().isPresent() && known.find(create.like().get()).isEmpty()
        ? Judgement.of(
            DdlEffect.UNCLEAR,
            "what " + create.like().get().table() + " is like is not declared in the pipeline")
        : Judgement.of(DdlEffect.FOLLOWS, "a new table is read in full and then followed");
  }

  private Optional<Judgement> refusal(Ddl.CreateTable create) {
    if (create.references().stream().anyMatch(Ddl.Reference::acts)) {
      return Optional.of(
          Judgement.of(
              DdlEffect.BREAKS,
              "ON DELETE or ON UPDATE with CASCADE, SET NULL or SET DEFAULT changes rows past the"
                  + " binary log, so the table fails",
              "-- Leave the rule out and let the application change the rows of this table"));
    }
    boolean keyless =
        create.like().isPresent()
            ? known.find(create.like().get()).filter(like -> like.key().isEmpty()).isPresent()
            : create.primaryKey().isEmpty();
    if (keyless) {
      return Optional.of(
          Judgement.of(
              DdlEffect.BREAKS,
              "the table has no primary key, which zero-ETL does not replicate",
              create.fromSelect()
                  ? "-- Create the table with its key first, then INSERT … SELECT into it"
                  : "-- Add to it: `id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY"));
    }
    if (!create.engine().equalsIgnoreCase("InnoDB")) {
      return Optional.of(
          Judgement.of(
              DdlEffect.BREAKS,
              "engine " + create.engine() + " is not replicated, only InnoDB is",
              "-- Write ENGINE=InnoDB"));
    }
    return create.columns().stream()
        .filter(column -> !isSupported(column.type()))
        .findFirst()
        .map(
            column ->
                Judgement.of(
                    DdlEffect.BREAKS,
                    "zero-ETL supports no column of type "
                        + column.type()
                        + " ("
                        + column.name()
                        + "), so the table fails"));
  }

  private static boolean isSupported(String type) {
    try {
      return ColumnType.parse(type).replica().isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What the pipeline itself needs afterwards. */
  private String note(Ddl ddl, List<TableName> tables) {
    if (ddl instanceof Ddl.CreateTable create
        && !create.ifMissing()
        && declared(create.table()).isEmpty()) {
      return "the pipeline does not declare the table; 'init --update' proposes it";
    }
    if (tables.stream().allMatch(table -> declared(table).isEmpty())) {
      return "";
    }
    if (ddl instanceof Ddl.AlterTable alter
        && alter.actions().stream().anyMatch(DdlCheck::changesColumns)) {
      return "the declaration in tables/"
          + declared(alter.table()).map(TableSpec::id).orElse("…")
          + ".yaml no longer fits; the next extract "
          + (alter.actions().stream().allMatch(Action.AddColumn.class::isInstance)
              ? "leaves the new column out until 'init --update'"
              : "fails until 'init --update'");
    }
    boolean gone =
        ddl instanceof Ddl.DropTables
            || ddl instanceof Ddl.RenameTables
            || ddl instanceof Ddl.DropDatabase
            || (ddl instanceof Ddl.AlterTable alter
                && alter.actions().stream().anyMatch(Action.RenameTo.class::isInstance));
    return gone ? "the next extract fails until 'init --update'" : "";
  }

  private static boolean changesColumns(Action action) {
    return action instanceof Action.AddColumn
        || action instanceof Action.DropColumn
        || action instanceof Action.RenameColumn
        || action instanceof Action.ChangeColumn;
  }

  private Optional<TableSpec> declared(TableName table) {
    return pipeline.tables().stream().filter(spec -> spec.source().equals(table)).findFirst();
  }

  /** The serving view of each table, and the models whose SELECT names its bronze table. */
  private List<String> readers(List<TableName> tables) {
    List<String> readers = new ArrayList<>();
    for (TableName table : tables) {
      declared(table)
          .ifPresent(
              spec -> {
                String bronze = BronzeNames.namespace(spec.source().schema());
                readers.add(bronze.replaceFirst("^bronze_", "serving_") + "." + spec.id());
                Pattern name =
                    Pattern.compile(
                        "\\b"
                            + Pattern.quote(bronze)
                            + "`?\\.`?"
                            + Pattern.quote(spec.id())
                            + "\\b");
                pipeline.models().stream()
                    .filter(model -> name.matcher(model.sql()).find())
                    .map(ModelSpec::table)
                    .forEach(readers::add);
              });
    }
    return readers.stream().distinct().toList();
  }

  private static String shown(TableName table) {
    return table.schema().isEmpty() ? table.table() : table.toString();
  }
}
