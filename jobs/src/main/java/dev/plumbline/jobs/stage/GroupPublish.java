package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.PipelineConfig.PublishMethod;
import dev.plumbline.core.publish.Loaded;
import dev.plumbline.core.publish.Origin;
import dev.plumbline.core.publish.PublishChoice;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.graph.StepResult;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.lake.LakeDifference;
import dev.plumbline.spark.lake.LakeFiles;
import dev.plumbline.spark.lake.LakeSnapshot;
import dev.plumbline.stores.redshift.DriftedException;
import dev.plumbline.stores.redshift.KeyRefill;
import dev.plumbline.stores.redshift.Publication;
import dev.plumbline.stores.redshift.PublishOutcome;
import dev.plumbline.stores.redshift.Publisher;
import dev.plumbline.stores.redshift.Publisher.Known;
import dev.plumbline.stores.redshift.StageLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the tables of one group: not at all where readers see their state already, by the rows
 * that differ where the lake can tell them and they are few, otherwise whole. What is published is
 * switched together.
 */
final class GroupPublish {
  private static final Logger LOG = LoggerFactory.getLogger(GroupPublish.class);
  private static final int PERCENT = 100;

  private final JobContext context;
  private final Engine engine;
  private final Publisher publisher;
  private final String group;
  private final List<Published> tables;
  private final List<String> laid = new ArrayList<>();

  /**
   * @param group the name of the group, for the log
   */
  GroupPublish(
      JobContext context,
      Engine engine,
      Publisher publisher,
      String group,
      List<Published> tables) {
    this.context = context;
    this.engine = engine;
    this.publisher = publisher;
    this.group = group;
    this.tables = List.copyOf(tables);
  }

  /** What is to be done with one table, and what its step says. */
  private record Plan(Optional<Publication> publication, StepResult result) {
    static Plan nothing(StepResult result) {
      return new Plan(Optional.empty(), result);
    }

    static Plan of(Publication publication, StepResult result) {
      return new Plan(Optional.of(publication), result);
    }
  }

  /** One result for each table, in their order. */
  List<StepResult> run() {
    Known known = publisher.known(tables.stream().map(Published::candidate).toList());
    try {
      return publish(known, context.options().fullRefresh(), "");
    } catch (DriftedException e) {
      LOG.warn("{} is published whole: {}", group, e.getMessage());
      return publish(known, true, "whole, since readers saw other rows than the ledger says");
    } finally {
      laid.forEach(context.store()::deleteBelow);
    }
  }

  private List<StepResult> publish(Known known, boolean whole, String remark) {
    Map<String, Plan> plans = new HashMap<>();
    for (Published table : tables) {
      plans.put(table.name(), plan(table, known, whole, remark));
    }
    List<Publication> publications =
        tables.stream().flatMap(table -> plans.get(table.name()).publication().stream()).toList();
    if (!publications.isEmpty()) {
      publisher.publish(publications, loader(), this::reached);
    }
    return tables.stream().map(table -> plans.get(table.name()).result()).toList();
  }

  private void reached(String step) {
    LOG.info("publish step {} {}", step, group);
  }

  private Plan plan(Published table, Known known, boolean wholeAsked, String remark) {
    if (known.done().containsKey(table.name())) {
      PublishOutcome outcome = known.done().get(table.name());
      return Plan.nothing(
          StepResult.ok(outcome.rows(), outcome.rows(), outcome.bytes())
              .remark("this run had published it before"));
    }
    LakeSnapshot state = engine.lake().table(table.lakeTable()).snapshot();
    requireAllColumns(table, state);
    PublishChoice choice = choice(table, state, known, wholeAsked);
    if (choice instanceof PublishChoice.Unchanged unchanged) {
      return Plan.nothing(StepResult.ok(0, 0, 0).remark(StepReport.UNCHANGED + unchanged.runId()));
    }
    if (choice instanceof PublishChoice.Difference difference) {
      Optional<Plan> few = difference(table, state, difference.from());
      if (few.isPresent()) {
        return few.get();
      }
    }
    if (choice instanceof PublishChoice.Whole all) {
      LOG.info("{} is published whole: {}", table.name(), all.reason());
    }
    return whole(table, state, remark);
  }

  private static void requireAllColumns(Published table, LakeSnapshot state) {
    if (!state.awaited().isEmpty()) {
      throw new PlumblineException(
          ExitCode.PUBLISH_FAILED,
          "Cannot publish %s: no run that succeeded has written column %s of %s yet; run all stages with 'run'"
              .formatted(table.name(), String.join(", ", state.awaited()), table.lakeTable()));
    }
  }

  private static PublishChoice choice(
      Published table, LakeSnapshot state, Known known, boolean wholeAsked) {
    Optional<Origin> origin = state.origin();
    if (origin.isEmpty()) {
      return new PublishChoice.Whole("nothing was ever written into " + table.lakeTable());
    }
    return PublishChoice.of(
        Optional.ofNullable(known.loaded().get(table.name())),
        new Loaded.Wanted(
            origin.get(),
            table.candidate().shape(),
            !table.key().isEmpty(),
            table.wholeAfter(),
            wholeAsked));
  }

  private Plan whole(Published table, LakeSnapshot state, String remark) {
    String prefix = prefix(table.lakeTable());
    laid.add(prefix);
    LakeFiles files = state.files(table.asBytes(), table.cutText(), prefix);
    long bytes = files.files().stream().mapToLong(file -> file.bytes()).sum();
    return Plan.of(
        new Publication.Whole(table.with(files), state.origin()),
        StepResult.ok(files.rows(), files.rows(), bytes).remark(remark));
  }

  /** Empty where the lake cannot tell it any more, or where it is most of the table. */
  private Optional<Plan> difference(Published table, LakeSnapshot state, Origin from) {
    Optional<LakeDifference> since = state.since(from);
    if (since.isEmpty()) {
      LOG.info(
          "{} is published whole: what changed since snapshot {} is not known any more",
          table.name(),
          from.snapshotId());
      return Optional.empty();
    }
    try (LakeDifference difference = since.get()) {
      long total = state.rowCount();
      long changed = difference.mostRows();
      if (changed * PERCENT > total * table.changedPercent()) {
        LOG.info("{} is published whole: {} of {} rows changed", table.name(), changed, total);
        return Optional.empty();
      }
      LOG.info("publish step difference {}", group);
      return Optional.of(difference(table, difference, total, from, state.origin().orElseThrow()));
    }
  }

  private Plan difference(
      Published table, LakeDifference difference, long total, Origin from, Origin to) {
    String prefix = prefix("difference-" + table.lakeTable());
    laid.add(prefix);
    LakeFiles fresh = difference.fresh(table.asBytes(), table.cutText(), prefix + "/fresh");
    LakeFiles gone = difference.gone(table.key(), prefix + "/gone");
    KeyRefill keys =
        new KeyRefill(
            table.with(fresh),
            table.key(),
            total,
            new KeyRefill.Gone.Listed(gone.files(), gone.rows()));
    long bytes = fresh.files().stream().mapToLong(file -> file.bytes()).sum();
    return Plan.of(
        new Publication.Difference(keys, from, to),
        StepResult.ok(fresh.rows(), fresh.rows(), bytes)
            .remark(
                "by difference: "
                    + Human.count(fresh.rows())
                    + " rows in, "
                    + Human.count(gone.rows())
                    + " out"));
  }

  private StageLoader loader() {
    return context.pipeline().publishMethod() == PublishMethod.CONNECTOR
        ? new ConnectorLoader(context, engine)
        : publisher.copying();
  }

  private String prefix(String name) {
    return String.join(
        "/",
        context.stagedPrefix(),
        context.pipeline().name(),
        "files",
        context.runId().value(),
        name);
  }
}
