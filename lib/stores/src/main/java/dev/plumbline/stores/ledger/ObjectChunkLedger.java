package dev.plumbline.stores.ledger;

import dev.plumbline.core.reconcile.judge.ChunkKeeper;
import dev.plumbline.core.reconcile.judge.ChunkLedger;
import dev.plumbline.core.reconcile.judge.ChunkOutcome;
import dev.plumbline.core.reconcile.plan.ChunkPlan;
import dev.plumbline.core.run.Json;
import dev.plumbline.stores.s3.ObjectStore;
import dev.plumbline.stores.s3.S3ObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The progress of one comparison as objects: the plan, and one for each finished chunk, which the
 * worker that compared it writes before it begins the next. A plan of one chunk leaves nothing:
 * there would be nothing to go on with.
 */
public final class ObjectChunkLedger implements ChunkLedger {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectChunkLedger.class);
  private static final int VERSION = 1;
  private static final String PLAN = "plan.json";
  private static final Pattern CHUNK = Pattern.compile("chunk-[0-9]{9}\\.json");

  private final ObjectStore store;
  private final ChunkProgress.Opener opener;
  private final String place;
  private final Begun begun;
  private final Map<Integer, ChunkOutcome> finished;
  private final Instant now;
  private boolean kept;

  private ObjectChunkLedger(
      ObjectStore store,
      ChunkProgress.Opener opener,
      String place,
      Begun begun,
      Map<Integer, ChunkOutcome> finished,
      Instant now) {
    this.store = store;
    this.opener = opener;
    this.place = place;
    this.begun = begun;
    this.finished = finished;
    this.now = now;
    this.kept = begun != null;
  }

  /** What was begun, and when. */
  private record Begun(int version, Instant beganAt, ChunkPlan plan) {}

  /**
   * Reads what an earlier process has left.
   *
   * @param place where the objects lie, ending with a slash
   * @param held names of the objects that may be there
   */
  static ObjectChunkLedger open(
      ObjectStore store,
      ChunkProgress.Opener opener,
      String place,
      List<String> held,
      Instant now) {
    Optional<Begun> begun =
        held.contains(place + PLAN)
            ? read(store, place + PLAN, Begun.class).filter(each -> each.version() == VERSION)
            : Optional.empty();
    Map<Integer, ChunkOutcome> finished =
        begun.isEmpty()
            ? Map.of()
            : held.stream()
                .filter(uri -> uri.startsWith(place))
                .filter(uri -> CHUNK.matcher(uri.substring(place.length())).matches())
                // Each is a round trip to S3.
                .parallel()
                .map(uri -> read(store, uri, ChunkOutcome.class).orElse(null))
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(ChunkOutcome::chunk, outcome -> outcome));
    if (!finished.isEmpty()) {
      LOG.info("going on after {} chunks of {}", finished.size(), place);
    }
    return new ObjectChunkLedger(
        store, opener, place, begun.orElse(null), new ConcurrentHashMap<>(finished), now);
  }

  /** What cannot be read has not been finished. */
  private static <T> Optional<T> read(ObjectStore store, String uri, Class<T> type) {
    try {
      return store.get(uri).map(text -> Json.read(text, type));
    } catch (IllegalArgumentException e) {
      LOG.warn("{} is not readable and is left out", uri, e);
      return Optional.empty();
    }
  }

  /** When the comparison began to read, in whatever process that was. */
  public Instant beganAt() {
    return begun == null ? now : begun.beganAt();
  }

  String place() {
    return place;
  }

  @Override
  public ChunkPlan plan(Supplier<ChunkPlan> planned) {
    if (begun != null) {
      return begun.plan();
    }
    ChunkPlan plan = planned.get();
    if (plan.chunks().size() > 1) {
      store.put(place + PLAN, Json.line(new Begun(VERSION, now, plan)));
      kept = true;
    }
    return plan;
  }

  @Override
  public Map<Integer, ChunkOutcome> finished() {
    return Map.copyOf(finished);
  }

  /** The worker has kept it. */
  @Override
  public void finished(ChunkOutcome outcome) {
    finished.put(outcome.chunk(), outcome);
  }

  @Override
  public ChunkKeeper keeper() {
    return kept ? new Keeper(opener, place) : ChunkKeeper.NONE;
  }

  /** Writes outcomes from where they are made. */
  private static final class Keeper implements ChunkKeeper {
    private static final long serialVersionUID = 1L;

    private final ChunkProgress.Opener opener;
    private final String place;
    private transient ObjectStore store;

    Keeper(ChunkProgress.Opener opener, String place) {
      this.opener = opener;
      this.place = place;
    }

    @Override
    public synchronized void keep(ChunkOutcome outcome) {
      if (store == null) {
        store = opener.open();
      }
      store.put(
          place + String.format(Locale.ROOT, "chunk-%09d.json", outcome.chunk()),
          Json.line(outcome));
      LOG.info("finished chunk {} of {}", outcome.chunk(), place);
    }

    @Override
    public synchronized void close() {
      if (store instanceof S3ObjectStore s3) {
        s3.close();
      }
      store = null;
    }
  }
}
