package dev.plumbline.core.ddl;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.ddl.Ddl.Action;
import dev.plumbline.core.table.BronzeNames;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
    String note = note(ddl, judgement, tables);
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
    if (ddl instanceof Ddl.AlterTable alter && isExpectedToLack(alter.table())) {
      return Judgement.of(
          DdlEffect.HARMLESS,
          "the pipeline expects the table not to be in the replica; where this takes away the"
              + " reason, it is read in full and then followed");
    }
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
    if (ddl instanceof Ddl.Setting setting && LogSettings.harm(setting).isPresent()) {
      return Judgement.of(DdlEffect.BREAKS, LogSettings.harm(setting).get());
    }
    if (ddl instanceof Ddl.Hidden hidden) {
      return Judgement.of(
          DdlEffect.UNCLEAR,
          hidden.what() + " is not looked at; check those statements themselves");
    }
    if (ddl instanceof Ddl.Unknown) {
      return Judgement.of(
          DdlEffect.UNCLEAR, "the statement is not understood; try it on a copy first");
    }
    return Judgement.of(DdlEffect.HARMLESS, unseen(ddl));
  }

  private boolean isExpectedToLack(TableName table) {
    return declared(table).stream()
        .flatMap(spec -> spec.expect().stream())
        .anyMatch(expect -> expect.kind() == ExpectSpec.Kind.NOT_REPLICATED);
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
    if (create.fromSelect()) {
      return Judgement.of(
          DdlEffect.UNCLEAR,
          "columns that come from a SELECT may be of types that zero-ETL does not support");
    }
    return create.like().isPresent() && known.find(create.like().get()).isEmpty()
        ? Judgement.of(
            DdlEffect.UNCLEAR,
            "what " + create.like().get().table() + " is like is not declared in the pipeline")
        : Judgement.of(DdlEffect.FOLLOWS, "a new table is read in full and then followed");
  }

  static Judgement notUnderstood(String text) {
    return Judgement.of(
        DdlEffect.UNCLEAR, "'" + text + "' is not understood; try it on a copy first");
  }

  private Optional<Judgement> refusal(Ddl.CreateTable create) {
    Optional<KnownTables.Known> like = create.like().flatMap(known::find);
    Optional<Judgement> refused =
        Stream.of(
                create.references().stream().map(RefusedColumns::reference),
                create.columns().stream().map(RefusedColumns::refusal),
                like.stream().map(RefusedColumns::refusal))
            .flatMap(found -> found)
            .flatMap(Optional::stream)
            .findFirst();
    if (refused.isPresent()) {
      return refused;
    }
    if (!create.engine().equalsIgnoreCase("InnoDB")) {
      return Optional.of(
          Judgement.of(
              DdlEffect.BREAKS,
              "engine " + create.engine() + " is not replicated, only InnoDB is",
              "-- Write ENGINE=InnoDB"));
    }
    if (!create.unclear().isEmpty()) {
      return Optional.of(notUnderstood(create.unclear().get(0)));
    }
    boolean keyless =
        create.like().isPresent()
            ? like.filter(table -> table.key().isEmpty()).isPresent()
            : create.primaryKey().isEmpty();
    return keyless
        ? Optional.of(
            Judgement.of(
                DdlEffect.BREAKS,
                "the table has no primary key, which zero-ETL does not replicate",
                create.fromSelect()
                    ? "-- Create the table with its key first, then INSERT … SELECT into it"
                    : "-- Add to it: `id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY"))
        : Optional.empty();
  }

  /** What the pipeline itself needs afterwards. */
  private String note(Ddl ddl, Judgement judgement, List<TableName> tables) {
    if (ddl instanceof Ddl.CreateTable create
        && !create.ifMissing()
        && declared(create.table()).isEmpty()) {
      return "the pipeline does not declare the table; 'init --update' proposes it";
    }
    boolean renamed =
        ddl instanceof Ddl.AlterTable alter
            && alter.actions().stream().anyMatch(Action.RenameTo.class::isInstance);
    boolean gone =
        renamed
            || ddl instanceof Ddl.DropTables
            || ddl instanceof Ddl.RenameTables
            || ddl instanceof Ddl.DropDatabase;
    if (gone && tables.stream().anyMatch(table -> declared(table).isPresent())) {
      return "the next extract fails until 'init --update'";
    }
    return ddl instanceof Ddl.AlterTable alter && judgement.effect() != DdlEffect.HARMLESS
        ? declared(alter.table()).map(table -> note(table, alter.actions())).orElse("")
        : "";
  }

  private static String note(TableSpec table, List<Action> actions) {
    List<Action> changes = actions.stream().filter(DdlCheck::changesColumns).toList();
    if (changes.isEmpty()) {
      return "";
    }
    boolean adds = changes.stream().allMatch(Action.AddColumn.class::isInstance);
    String then =
        switch (table.evolve()) {
          case EVOLVE ->
              adds
                  ? "takes the new column in"
                  : "follows where a value of before fits, and else fails";
          case WARN -> adds ? "leaves the new column out" : "fails";
          case FAIL -> "fails";
        };
    return "the declaration in tables/"
        + table.id()
        + ".yaml no longer fits; with 'evolve: "
        + table.evolve().name().toLowerCase(Locale.ROOT)
        + "' the next extract "
        + then
        + (then.startsWith("takes") ? "" : " until 'init --update'");
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
