package dev.plumbline.stores.ledger;

import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.core.run.RunId;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.s3.ObjectStore;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import dev.plumbline.stores.s3.S3ObjectStore;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * How far the comparisons of one run have come: {@code <state>/progress/<pipeline>/<run
 * id>/<comparison>/}, so that the run, given its id again on whatever machine, goes on after the
 * last chunk that was compared.
 */
public final class ChunkProgress {
  /** After that nobody goes on with a run that died. */
  private static final Duration KEPT = Duration.ofDays(14);

  private final ObjectStore store;
  private final Opener opener;
  private final String pipeline;
  private final String folder;
  private final List<String> done = new ArrayList<>();
  private List<String> held;

  /**
   * @param opener opens the same store on an executor
   * @param state {@code s3://} prefix
   */
  public ChunkProgress(
      ObjectStore store, Opener opener, String state, String pipeline, RunId runId) {
    this.store = store;
    this.opener = opener;
    this.pipeline = (state.endsWith("/") ? state : state + "/") + "progress/" + pipeline + "/";
    this.folder = this.pipeline + runId.value() + "/";
  }

  /** Opens the store of a run where a part of it is done; travels to executors. */
  @FunctionalInterface
  public interface Opener extends Serializable {
    ObjectStore open();

    /** Opens S3. */
    static Opener of(S3Config config, Secrets secrets) {
      String region = config.region();
      String endpoint = config.endpoint().orElse(null);
      var keys = config.keys().orElse(null);
      return () ->
          S3ObjectStore.open(
              new S3Config(
                  region,
                  java.util.Optional.ofNullable(endpoint),
                  java.util.Optional.ofNullable(keys)),
              secrets);
    }
  }

  /**
   * The progress of one comparison.
   *
   * @param comparison such as {@code users-source-replica}
   * @param what is compared, and how: progress of anything else is worth nothing
   */
  public ObjectChunkLedger ledger(String comparison, String what, Instant now) {
    String place = folder + comparison + "-" + digest(what).substring(0, 16) + "/";
    return ObjectChunkLedger.open(store, opener, place, held(), now);
  }

  /** Notes that a comparison has come to its verdict: the run's end discards its progress. */
  public synchronized void done(ObjectChunkLedger ledger) {
    done.add(ledger.place());
  }

  /** Discards what nobody will go on with: what this run has finished, and runs long dead. */
  public void tidy(Instant now) {
    List<String> over;
    synchronized (this) {
      over = List.copyOf(done);
    }
    for (Listed each : store.list(pipeline)) {
      boolean old = each.modifiedAt().isBefore(now.minus(KEPT));
      if (old || over.stream().anyMatch(each.uri()::startsWith)) {
        store.delete(each.uri());
      }
    }
  }

  /** What an earlier process of the run has left; asked for once. */
  private synchronized List<String> held() {
    if (held == null) {
      held = store.list(folder).stream().map(Listed::uri).toList();
    }
    return held;
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
