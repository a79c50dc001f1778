package dev.plumbline.jobs;

import dev.plumbline.jobs.cli.AckOptions;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.serve.Pins;
import dev.plumbline.jobs.serve.RoutePass;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.ledger.RouteBook.Ack;
import dev.plumbline.stores.ledger.RouteRecords;
import java.time.Instant;

/** Notes that the alerts of a table's group are known, so that nobody is told of them again. */
final class AckJob {
  private final JobContext context;

  AckJob(JobContext context) {
    this.context = context;
  }

  Outcome run() {
    AckOptions options = (AckOptions) context.options();
    String pipeline = context.pipeline().name();
    String group = context.pipeline().table(options.table()).group();
    Instant until = options.until(context.clock().instant());
    if (options.dryRun()) {
      context
          .console()
          .print("Nothing was done: group " + group + " would be quiet until " + until + ".");
      return Outcome.ok();
    }
    Leases leases = new Leases(context.store(), context.env().state(), context.clock());
    RouteRecords records = new RouteRecords(context.store(), context.env().state());
    try (Lease lease = leases.acquire(pipeline, RoutePass.CHAIN, context.runId())) {
      lease.requireHeld();
      records.write(
          pipeline, records.book(pipeline).with(group, new Ack(until, options.why(), Pins.user())));
    }
    context
        .console()
        .print("Nobody is told of group " + group + " until " + until + ": " + options.why());
    return Outcome.ok();
  }
}
