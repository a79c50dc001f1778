package dev.plumbline.jobs.serve;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.alert.Alert;
import dev.plumbline.stores.alert.Alerts;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteRecords;
import dev.plumbline.stores.redshift.DirectReaders.DirectReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One pass of the watch: look, decide, route, tell. */
public final class Watcher {
  /** How often a loop searches the history of queries. */
  private static final Duration LOOK_FOR_READERS = Duration.ofMinutes(10);

  private final JobContext context;
  private final Leases leases;
  private final RouteRecords records;
  private final Alerts alerts;
  private List<DirectReader> direct = List.of();
  private Instant directAt = Instant.MIN;

  public Watcher(JobContext context) {
    this.context = context;
    this.leases = new Leases(context.store(), context.env().state(), context.clock());
    this.records = new RouteRecords(context.store(), context.env().state());
    this.alerts = Alerts.of(context.env().alerts(), context.secrets(), context.env().s3().region());
  }

  /**
   * What a pass came to.
   *
   * @param notes what a person should know of the pass itself
   */
  public record Pass(
      ExitCode code, List<GroupOutcome> outcomes, List<Alert> told, List<String> notes) {}

  /**
   * Makes one pass.
   *
   * @param runId of the switches that it makes
   */
  public Pass pass(RunId runId) {
    try (Lease lease = leases.acquire(pipeline(), RoutePass.CHAIN, runId)) {
      Instant now = context.clock().instant();
      boolean looks = directAt.isBefore(now.minus(LOOK_FOR_READERS));
      try {
        RoutePass.Passed passed =
            new RoutePass(context, lease, runId, looks)
                .run(
                    book -> Maintenances.ended(book, context.clock().instant()),
                    Groups.selected(context));
        direct = looks ? passed.direct() : direct;
        directAt = looks ? now : directAt;
        return told(passed);
      } catch (PublishException e) {
        RouteBook book = records.book(pipeline());
        Teller.Report report =
            new Teller(context, alerts).down(book, context.clock().instant(), e.getMessage());
        records.write(pipeline(), report.book());
        List<String> notes = new ArrayList<>(report.failures());
        notes.add(e.getMessage());
        return new Pass(e.exitCode(), List.of(), report.told(), notes);
      }
    } catch (PlumblineException e) {
      // Another pass is at work, S3 does not answer, or a commit's outcome is not known yet: the
      // next pass looks anew, and reads from the ledger what took effect.
      return new Pass(e.exitCode(), List.of(), List.of(), List.of(e.getMessage()));
    }
  }

  private Pass told(RoutePass.Passed passed) {
    Teller.Report report =
        new Teller(context, alerts).of(passed.book(), passed.look(), passed.outcomes());
    if (!report.book().equals(passed.book())) {
      records.write(pipeline(), report.book());
    }
    List<String> failures = new ArrayList<>(report.failures());
    failures.addAll(alerts.put(Numbers.of(context, passed.look(), passed.book(), direct)));
    List<ExitCode> codes = passed.outcomes().stream().map(Routes::exitCode).toList();
    return new Pass(ExitCode.gravest(codes), passed.outcomes(), report.told(), failures);
  }

  private String pipeline() {
    return context.pipeline().name();
  }
}
