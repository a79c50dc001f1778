package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.table.TableName;
import dev.plumbline.jobs.cli.StorePairOptions;
import dev.plumbline.jobs.compare.NextCommand;
import java.util.HashMap;
import java.util.Map;

/** The command lines that a check proposes. */
final class CheckCommands implements NextCommand {
  private final StorePairOptions options;
  private final StorePair stores;
  private final Map<String, TableName> names = new HashMap<>();

  CheckCommands(StorePairOptions options, StorePair stores) {
    this.options = options;
    this.stores = stores;
  }

  /** Lets the commands name the tables' schemas. */
  void tables(Discovered found) {
    found.items().forEach(item -> names.put(item.id(), item.name()));
    found.excluded().forEach(one -> names.put(one.id(), one.name()));
  }

  /** The check again, with further flags. */
  String check(String more) {
    StringBuilder command = new StringBuilder("bin/plumbline check --env ").append(options.env());
    options.source().ifPresent(name -> command.append(" --source ").append(name));
    options.target().ifPresent(name -> command.append(" --target ").append(name));
    options.integration().ifPresent(name -> command.append(" --integration ").append(name));
    if (!options.schemas().isEmpty()) {
      command.append(" --schema ").append(String.join(",", options.schemas()));
    }
    return command.append(more).toString();
  }

  /** The check of the same tables again, going on where this one ended. */
  String resume() {
    String tables =
        options.tables().isEmpty() ? "" : " --tables '" + String.join(",", options.tables()) + "'";
    return check(tables + " --resume");
  }

  @Override
  public String after(String table, Pair pair, Depth depth, Verdict verdict) {
    return switch (verdict) {
      case MATCH -> "";
      case MISMATCH -> stores.replica().isPresent() ? repair(table) : again(table);
      case NOT_COMPARABLE -> stores.replica().isPresent() ? preflight(table) : "";
      case ERROR -> resume();
      default -> again(table);
    };
  }

  private String again(String table) {
    return check(" --tables " + name(table));
  }

  private TableName name(String table) {
    return names.getOrDefault(table, new TableName("", table));
  }

  /** Why zero-ETL refuses a table is what preflight tells. */
  private String preflight(String table) {
    return byUrl()
        ? ""
        : "bin/plumbline preflight --env "
            + options.env()
            + " --source "
            + options.source().orElseThrow()
            + " --schema "
            + name(table).schema();
  }

  /**
   * The only repair of a replica's table is to let zero-ETL copy it anew, which takes readers from
   * it: with a pipeline they go to the fallback meanwhile.
   */
  private String repair(String table) {
    TableName name = name(table);
    if (byUrl()) {
      return "ALTER DATABASE "
          + stores.replica().orElseThrow().database()
          + " INTEGRATION REFRESH TABLE \""
          + name.schema()
          + "\".\""
          + name.table()
          + "\"";
    }
    String folder = "conf/" + name.schema();
    return "bin/plumbline resync "
        + name.table()
        + " --env "
        + options.env()
        + " --pipeline "
        + folder
        + " (bin/plumbline init --env "
        + options.env()
        + " --source "
        + options.source().orElseThrow()
        + " --schema "
        + name.schema()
        + " --out "
        + folder
        + " makes that pipeline)";
  }

  private boolean byUrl() {
    return options.source().filter(text -> text.contains("://")).isPresent();
  }
}
