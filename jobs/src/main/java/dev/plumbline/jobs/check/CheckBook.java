package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.stores.ledger.FileChunkLedger;
import dev.plumbline.stores.ledger.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is kept of the checks of two stores, in a folder of this machine: when each table was last
 * checked, and how far the last check came.
 */
final class CheckBook {
  private final Path current;
  private final JsonLines<Past> history;
  private final JsonLines<Done> done;
  private final Map<String, Past> last = new LinkedHashMap<>();
  private final Map<String, Done> finished = new LinkedHashMap<>();

  /** When a table was checked, and what came of it. */
  record Past(String table, Verdict verdict, Instant at) {}

  /**
   * A table that the check under way has finished.
   *
   * @param table its name in the source
   * @param what was compared, and how deep
   */
  record Done(String table, String what, ReconcileReport report, int exitCode) {
    ExitCode code() {
      return ExitCode.of(exitCode).orElse(ExitCode.DEFECT);
    }
  }

  /**
   * @param selection which of the tables are checked: progress of others is left alone
   * @param resume whether the check under way goes on; otherwise its progress is thrown away
   */
  CheckBook(Path folder, String selection, boolean resume) {
    this.current =
        folder.resolve(
            selection.isEmpty()
                ? "current"
                : "current-" + Integer.toHexString(selection.hashCode()));
    this.history = new JsonLines<>(folder.resolve("history.jsonl"), Past.class);
    this.done = new JsonLines<>(current.resolve("tables.jsonl"), Done.class);
    history.read().forEach(past -> last.put(past.table(), past));
    history.replace(List.copyOf(last.values()));
    if (resume) {
      done.read().forEach(one -> finished.put(one.table(), one));
    } else {
      discard();
    }
  }

  /** The last check of each table, by its name in the source. */
  Map<String, Past> last() {
    return Map.copyOf(last);
  }

  /**
   * What the check that is gone on with has found of a table; empty where it has not finished it.
   *
   * @param what is compared now, and how deep
   */
  Optional<Done> finished(WorkItem item, String what) {
    return Optional.ofNullable(finished.get(item.name().toString()))
        .filter(done -> done.what().equals(what));
  }

  /** Where the progress of one table is kept. */
  FileChunkLedger ledger(WorkItem item, String manner, Instant now) {
    String safe = item.name().toString().replaceAll("[^A-Za-z0-9._-]", "_");
    String fingerprint = item.fingerprint(manner);
    Path file = current.resolve(safe + "-" + fingerprint.substring(0, 8) + ".jsonl");
    return FileChunkLedger.open(file, fingerprint, now);
  }

  /** Keeps a verdict; one that failed is asked for again by a check that goes on. */
  synchronized void keep(WorkItem item, String what, ReconcileReport report, ExitCode code) {
    String table = item.name().toString();
    history.append(new Past(table, report.verdict(), report.verifiedAt()));
    if (report.verdict() != Verdict.ERROR) {
      done.append(new Done(table, what, report, code.code()));
    }
  }

  /** Throws away the progress: the check is finished, or begins anew. */
  void discard() {
    if (!Files.exists(current)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(current)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new PlumblineException(
          ExitCode.DEGRADED, "Cannot begin anew in " + current + ": " + e, e);
    }
  }
}
