package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.RunId;
import dev.plumbline.stores.s3.ObjectStore;
import java.time.Instant;
import java.util.List;

/**
 * The records of routes under {@code <state>/routes/<pipeline>/}: the book, and for each switch
 * what was done and the SQL that takes it back by hand.
 */
public final class RouteRecords {
  private final ObjectStore store;
  private final String folder;

  /**
   * @param state {@code s3://} prefix
   */
  public RouteRecords(ObjectStore store, String state) {
    this.store = store;
    this.folder = (state.endsWith("/") ? state : state + "/") + "routes/";
  }

  /**
   * One switch of a group.
   *
   * @param done whether it is known to have taken effect; a record that is not done tells that it
   *     was begun, and the query tells the rest
   */
  public record SwitchRecord(
      String runId,
      String pipeline,
      String group,
      List<String> tables,
      String from,
      String to,
      String cause,
      String reason,
      Instant at,
      double seconds,
      boolean done,
      String query) {}

  /** The pipeline's book; an empty one when there is none. */
  public RouteBook book(String pipeline) {
    return store
        .get(folder + pipeline + "/book.json")
        .map(text -> Json.read(text, RouteBook.class))
        .orElseGet(RouteBook::empty);
  }

  /** Writes the book; whoever does holds the lease of chain {@code route}. */
  public void write(String pipeline, RouteBook book) {
    store.put(folder + pipeline + "/book.json", Json.write(book));
  }

  /**
   * Writes the record of a switch, and the SQL that takes it back beside it.
   *
   * @return where the SQL lies
   */
  public String write(SwitchRecord record, String switchBack) {
    String base = folder(record.pipeline(), new RunId(record.runId())) + record.group();
    store.put(base + ".json", Json.write(record));
    store.put(base + ".switch-back.sql", switchBack);
    return base + ".switch-back.sql";
  }

  private String folder(String pipeline, RunId runId) {
    return folder + pipeline + "/" + runId + "/";
  }
}
