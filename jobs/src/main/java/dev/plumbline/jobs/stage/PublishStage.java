package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.graph.Step;
import dev.plumbline.jobs.graph.StepResult;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.redshift.Fence;
import dev.plumbline.stores.redshift.PublishContext;
import dev.plumbline.stores.redshift.Publisher;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.SwitchPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** bronze → fallback, silver and gold → Redshift; switched group by group. */
public final class PublishStage {
  private static final String JOB = "publish";

  private final JobContext context;
  private final Engine engine;
  private final Publisher protect;
  private final Publisher build;

  /**
   * @param protect the lease of the chain that publishes fallback tables
   * @param build the lease of the chain that publishes silver and gold
   */
  public PublishStage(JobContext context, Engine engine, Lease protect, Lease build) {
    this.context = context;
    this.engine = engine;
    this.protect = publisher(context, protect, "protect", again(context));
    this.build = publisher(context, build, "build", again(context));
  }

  private static String again(JobContext context) {
    return "publish --run-id " + context.runId();
  }

  /** One step per group of tables, and one per model. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    groups().forEach((group, tables) -> steps.add(group(tables)));
    for (ModelSpec model : context.pipeline().models()) {
      if (context.selection().includes(model)) {
        steps.add(
            new Step(
                Stages.publish(model),
                JOB,
                List.of(model.table()),
                List.of(Stages.build(model)),
                progress -> publish(build, model.table(), List.of(Published.of(model)))));
      }
    }
    return steps;
  }

  /** Tables of one group are published together, so a group is published whole or not at all. */
  private Map<String, List<TableSpec>> groups() {
    Map<String, List<TableSpec>> groups = new LinkedHashMap<>();
    for (TableSpec table : context.pipeline().tables()) {
      if (context.selection().includes(table) && table.publish().fallback()) {
        groups.computeIfAbsent(table.group(), name -> new ArrayList<>()).add(table);
      }
    }
    return groups;
  }

  private Step group(List<TableSpec> tables) {
    return new Step(
        Stages.publish(tables.get(0)),
        JOB,
        tables.stream().map(Stages::fallbackName).toList(),
        tables.stream().map(Stages::extracted).flatMap(List::stream).distinct().toList(),
        progress ->
            publish(protect, tables.get(0).group(), tables.stream().map(Published::of).toList()));
  }

  private List<StepResult> publish(Publisher publisher, String group, List<Published> tables) {
    return new GroupPublish(context, engine, publisher, group, tables).run();
  }

  /**
   * A publisher under a lease.
   *
   * @param command what publishes again, for messages
   */
  static Publisher publisher(JobContext context, Lease lease, String chain, String command) {
    Endpoint.Redshift warehouse =
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
    PublishContext on =
        new PublishContext(
            new Fence(context.pipeline().name(), chain, lease.token()),
            context.runId(),
            context.stagedPrefix(),
            warehouse.iamRole(),
            context.command(command));
    return new Publisher(
        RedshiftSessions.of(warehouse, context.secrets()),
        context.store(),
        on,
        SwitchPolicy.standard(),
        context.clock());
  }
}
