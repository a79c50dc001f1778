package dev.plumbline.jobs.serve;

import dev.plumbline.core.route.Target;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.alert.Metric;
import dev.plumbline.stores.ledger.Evidence;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.redshift.DirectReaders.DirectReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The numbers of one pass, for metrics. A number that is not known is not put. */
final class Numbers {
  private Numbers() {}

  static List<Metric> of(JobContext context, Look look, RouteBook book, List<DirectReader> direct) {
    String pipeline = context.pipeline().name();
    List<Metric> metrics = new ArrayList<>();
    for (TableSpec table : context.pipeline().tables()) {
      Evidence evidence = look.evidence().get(table.id());
      evidence
          .replicaProof()
          .filter(proof -> proof.proves())
          .ifPresent(
              proof ->
                  metrics.add(
                      seconds("SecondsSinceVerified", pipeline, table, proof.age(look.at()))));
      evidence
          .asOf()
          .ifPresent(
              asOf ->
                  metrics.add(
                      seconds("FallbackAge", pipeline, table, Duration.between(asOf, look.at()))));
    }
    long away =
        book.tables().values().stream()
            .filter(entry -> entry.target() != null && entry.target() != Target.REPLICA)
            .count();
    metrics.add(new Metric("TablesOnFallback", pipeline, "", away, "Count"));
    long exposed = direct.stream().map(DirectReader::user).distinct().count();
    metrics.add(new Metric("ReadersExposed", pipeline, "", exposed, "Count"));
    return metrics;
  }

  private static Metric seconds(String name, String pipeline, TableSpec table, Duration span) {
    return new Metric(name, pipeline, table.id(), span.toMillis() / 1000.0, "Seconds");
  }
}
