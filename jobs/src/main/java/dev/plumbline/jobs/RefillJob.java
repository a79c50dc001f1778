package dev.plumbline.jobs;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.cli.RefillOptions;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.jobs.serve.Groups;
import dev.plumbline.jobs.stage.Engine;
import dev.plumbline.jobs.stage.Refill;
import dev.plumbline.jobs.stage.Refill.Found;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.ledger.RunRecords;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows which keys of our own copies differ, and with {@code --yes} extracts and publishes just
 * them again. Tables of one group are repaired together, since they are published together.
 */
final class RefillJob {
  private final JobContext context;
  private final RefillOptions options;
  private final RunLog log;
  private final RunRecords records;

  RefillJob(JobContext context) {
    this.context = context;
    this.options = (RefillOptions) context.options();
    this.log = new RunLog(context);
    this.records = new RunRecords(context.store(), context.env().state());
  }

  Outcome run() {
    Map<String, List<TableSpec>> groups = groups();
    RunEnd runEnd = new RunEnd(context, log, records);
    try (Engine engine = new Engine(context)) {
      Refill refill = new Refill(context, engine, log);
      if (!options.yes() || options.dryRun()) {
        return plan(groups, refill);
      }
      Leases leases = new Leases(context.store(), context.env().state(), context.clock());
      try (Lease lease = leases.acquire(context.pipeline().name(), "protect", context.runId())) {
        for (var group : groups.entrySet()) {
          lease.requireHeld();
          repair(group.getKey(), group.getValue(), refill, lease);
        }
      }
    } catch (SQLException e) {
      throw new SourceException("Cannot refill: " + e.getMessage(), e);
    }
    return runEnd.finish();
  }

  private Map<String, List<TableSpec>> groups() {
    Map<String, List<TableSpec>> groups = new LinkedHashMap<>();
    for (TableSpec table : Groups.named(context, options.tables())) {
      groups.computeIfAbsent(table.group(), group -> Groups.with(context, table.id()));
    }
    if (groups.isEmpty()) {
      throw new PlumblineException(
          ExitCode.USAGE, "Cannot refill: no table is named, such as 'plumbline refill orders'");
    }
    return groups;
  }

  private Outcome plan(Map<String, List<TableSpec>> groups, Refill refill) throws SQLException {
    boolean ready = true;
    for (var group : groups.entrySet()) {
      Looked looked = look(group.getKey(), group.getValue(), refill);
      ready &= looked.hindrances().isEmpty();
      looked.close();
    }
    context.console().print("Nothing was done: this is the plan; --yes does it.");
    return new Outcome(ready ? ExitCode.OK : ExitCode.DEGRADED, "");
  }

  /** What was found of a group, and why it cannot be repaired. */
  private record Looked(List<Found> found, List<String> hindrances) {
    void close() {
      found.forEach(Found::close);
    }
  }

  private Looked look(String group, List<TableSpec> tables, Refill refill) throws SQLException {
    List<Found> found = new ArrayList<>();
    List<String> hindrances = new ArrayList<>();
    for (TableSpec table : tables) {
      Optional<String> hindrance = refill.hindrance(table);
      if (hindrance.isEmpty()) {
        Found one = refill.look(table);
        found.add(one);
        context.console().print(text(one));
        hindrance = refill.tooMuch(one, options.atMostPercent());
      }
      hindrance.ifPresent(why -> hindrances.add(table.id() + ": " + why));
    }
    if (!hindrances.isEmpty()) {
      context
          .console()
          .print(
              "CANNOT refill group "
                  + group
                  + ": "
                  + String.join("; ", hindrances)
                  + "\n  run the tables whole: "
                  + whole(group));
    }
    return new Looked(found, hindrances);
  }

  private String whole(String group) {
    return context.command("run --select group:" + group + " --full-refresh");
  }

  private String text(Found found) {
    TableSpec table = found.table();
    StringBuilder text =
        new StringBuilder("refill " + table.source() + " (group " + table.group() + ")");
    if (found.inBronze() + found.inFallback() == 0) {
      return text + ": no key of our copies differs";
    }
    if (found.inBronze() > 0) {
      text.append("\n  ")
          .append(Lake.bronzeName(table))
          .append(": ")
          .append(keys(found.inBronze()))
          .append(" from the source: ")
          .append(found.bronzeShown())
          .append("\n    read again by key and replaced in one commit of the lake");
    }
    if (found.fallback().isPresent()) {
      if (found.inFallback() > 0) {
        text.append("\n  ")
            .append(found.fallback().orElseThrow().right().store())
            .append(": ")
            .append(keys(found.inFallback()))
            .append(" from bronze: ")
            .append(found.fallbackShown());
      } else {
        text.append("\n  ").append(found.fallback().orElseThrow().right().store());
      }
      text.append(
          "\n    gets just these keys, with those of bronze, in one transaction of the group");
    }
    return text + "\n  then both pairs are compared again";
  }

  private static String keys(long number) {
    return Human.count(number) + (number == 1 ? " key differs" : " keys differ");
  }

  private void repair(String group, List<TableSpec> tables, Refill refill, Lease lease)
      throws SQLException {
    Looked looked = look(group, tables, refill);
    try {
      if (!looked.hindrances().isEmpty()) {
        log.code(ExitCode.DEGRADED, whole(group));
        return;
      }
      refill.repair(looked.found(), lease);
    } finally {
      looked.close();
      // What was changed has to be on record, whatever follows.
      records.write(log.report(false));
    }
    for (TableSpec table : tables) {
      refill.verify(table);
    }
    records.write(log.report(false));
  }
}
