package dev.plumbline.jobs.serve;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.route.Proof;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.ledger.Evidence;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteBook.Entry;
import dev.plumbline.stores.ledger.RouteRecords;
import dev.plumbline.stores.redshift.DirectReaders.DirectReader;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RouteLedger.Switched;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the status: from Redshift and S3, or from S3 alone. Changes nothing. */
public final class StatusReader {
  private final JobContext context;
  private final RouteBook book;

  public StatusReader(JobContext context) {
    this.context = context;
    this.book =
        new RouteRecords(context.store(), context.env().state()).book(context.pipeline().name());
  }

  public Status read() {
    String database = Look.database(context, book);
    var records = Look.begin(context);
    try (RedshiftSession session = Look.quick(context).open()) {
      Look look = Look.with(context, session, database, records);
      return status(look, "up", look.at(), Direct.readers(context, session, database));
    } catch (SQLException e) {
      return down(RedshiftErrors.text(e));
    } catch (PlumblineException e) {
      return down(e.getMessage());
    }
  }

  private Status down(String reason) {
    return status(Look.without(context), reason, book.checkedAt(), List.of());
  }

  private Status status(Look look, String redshift, Instant asOf, List<DirectReader> readers) {
    return new Status(
        context.pipeline().name(),
        look.at(),
        redshift,
        asOf,
        look.health().map(ReplicaReport::state).orElse("unknown"),
        look.health().map(ReplicaReport::lagMillis).orElse(-1L),
        context.pipeline().tables().stream()
            .filter(context.selection()::includes)
            .map(table -> row(table, look))
            .toList(),
        readers,
        notes(look));
  }

  private Status.Row row(TableSpec table, Look look) {
    Entry entry = book.tables().get(table.id());
    Optional<Switched> switched = look.ledger().map(ledger -> ledger.get(table.id()));
    Optional<Target> target =
        look.ledger().isPresent()
            ? switched.map(Switched::target)
            : Optional.ofNullable(entry).map(Entry::target);
    boolean told = entry != null && target.isPresent() && target.get() == entry.target();
    Evidence evidence = look.evidence().get(table.id());
    Optional<ReconcileReport> proof = proof(target, evidence);
    return new Status.Row(
        table.id(),
        table.group(),
        target.map(Target::label).orElse("none"),
        told && entry.since() != null ? entry.since() : switched.map(Switched::since).orElse(null),
        look.state(table).state(),
        proof.map(ReconcileReport::verifiedThrough).orElse(null),
        proof.map(ReconcileReport::verifiedAt).orElse(null),
        proof.map(report -> report.depth().label()).orElse(""),
        asOf(target, evidence, look),
        told
            ? entry.reason()
            : switched.map(Switched::reason).orElse("no serving view was made yet"),
        told && entry.needsPeople());
  }

  /** The comparison that proves what serves; empty where nothing does. */
  private static Optional<ReconcileReport> proof(Optional<Target> target, Evidence evidence) {
    if (target.isEmpty() || target.get() == Target.BLOCKED) {
      return Optional.empty();
    }
    if (target.get() == Target.REPLICA) {
      return evidence.replica().filter(report -> Proof.of(report).proves());
    }
    boolean loaded = evidence.loaded().filter(report -> Proof.of(report).proves()).isPresent();
    return evidence.bronze().filter(report -> loaded && Proof.of(report).proves());
  }

  private static Instant asOf(Optional<Target> target, Evidence evidence, Look look) {
    if (target.isEmpty() || target.get() == Target.BLOCKED) {
      return null;
    }
    if (target.get() == Target.FALLBACK) {
      return evidence.asOf().orElse(null);
    }
    return look.health()
        .filter(report -> report.lagMillis() >= 0)
        .map(report -> look.at().minusMillis(report.lagMillis()))
        .orElse(null);
  }

  private List<String> notes(Look look) {
    List<String> notes = new ArrayList<>();
    look.health()
        .map(ReplicaReport::message)
        .filter(message -> !message.isBlank())
        .ifPresent(notes::add);
    book.tables()
        .forEach(
            (table, entry) -> {
              if (entry.pin() != null && entry.pin().holds(look.at())) {
                notes.add(
                    table
                        + " is pinned to the "
                        + entry.pin().target().label()
                        + " by "
                        + entry.pin().by()
                        + " until "
                        + entry.pin().until()
                        + ": "
                        + entry.pin().why());
              }
            });
    book.acks()
        .forEach(
            (group, ack) -> {
              if (look.at().isBefore(ack.until())) {
                notes.add(
                    "nobody is told of group "
                        + group
                        + " until "
                        + ack.until()
                        + " ("
                        + ack.by()
                        + ": "
                        + ack.why()
                        + ")");
              }
            });
    book.repairs()
        .forEach(
            (table, repair) ->
                notes.add(
                    "a resync of "
                        + table
                        + " began at "
                        + repair.startedAt()
                        + " and was last at step '"
                        + repair.step()
                        + "'; 'plumbline resync "
                        + table
                        + " --yes' goes on with it"));
    if (book.maintenance() != null) {
      notes.add(
          "maintenance until " + book.maintenance().until() + ": " + book.maintenance().why());
    }
    return notes.stream().sorted().toList();
  }
}
