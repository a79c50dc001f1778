package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Orders to the sandbox over its control endpoint. */
public final class SandboxControl {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration REPLICA = Duration.ofSeconds(120);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Endpoints.Control control;

  SandboxControl(Endpoints.Control control) {
    this.control = control;
  }

  public JsonNode get(String path) {
    return send("GET", path, "");
  }

  public JsonNode post(String path, Map<String, ?> body) {
    return send("POST", path, json(body));
  }

  public JsonNode put(String path, Map<String, ?> body) {
    return send("PUT", path, json(body));
  }

  public JsonNode delete(String path) {
    return send("DELETE", path, "");
  }

  /**
   * Lets the API fail.
   *
   * @param resource {@code users}, {@code posts}, {@code comments} or {@code *}
   * @param kind {@code too-many-requests}, {@code server-error}, {@code slow}, {@code cut-body},
   *     {@code invalid-json}
   * @param after requests that pass first
   * @param times requests that are hit, -1 for all
   * @param seconds the Retry-After or the delay
   */
  public void apiFault(String resource, String kind, long after, long times, double seconds) {
    post(
        "/rest/faults",
        Map.of(
            "resource",
            resource,
            "kind",
            kind,
            "after",
            after,
            "times",
            times,
            "seconds",
            seconds));
  }

  /** Lets the API work again. */
  public void clearApiFaults() {
    delete("/rest/faults");
  }

  /** How often the API was asked for a path, such as {@code /users}, since the log was cleared. */
  public long apiRequests(String path) {
    return get("/rest/requests").path(path).asLong(0);
  }

  public void clearApiRequests() {
    delete("/rest/requests");
  }

  /** Lets the API serve that many generated rows. */
  public void apiData(long users, long posts, long comments) {
    put("/rest/data", Map.of("users", users, "posts", posts, "comments", comments));
  }

  /** Lets the API serve the JSON files of a folder. */
  public void apiFolder(Path folder) {
    put("/rest/data", Map.of("folder", folder.toAbsolutePath().toString()));
  }

  /**
   * Takes a server down: {@code aurora}, {@code redshift}, {@code postgres}, {@code s3} or {@code
   * api}.
   */
  public void down(String server) {
    post("/servers/" + server, Map.of("up", false));
  }

  /** Brings a server up again at its address, with its data. */
  public void up(String server) {
    post("/servers/" + server, Map.of("up", true));
  }

  /** Returns when the replica holds all that the source has committed by now. */
  public void awaitReplica() {
    JsonNode answer = post("/replicator/await", Map.of("seconds", REPLICA.toSeconds()));
    if (!answer.path("caughtUp").asBoolean()) {
      throw new IllegalStateException(
          "The replica did not catch up within %s: %s".formatted(REPLICA, get("/replicator")));
    }
  }

  /** Lets the replica fall behind, until {@link #resumeReplicator()}. */
  public void pauseReplicator() {
    post("/replicator/pause", Map.of());
  }

  /**
   * Deletes the integration and makes one into another database, in which all tables are read anew.
   *
   * @return the new one's id
   */
  public String rebuildIntegration(String database) {
    return post("/replicator/rebuild", Map.of("database", database)).path("integrationId").asText();
  }

  public void resumeReplicator() {
    post("/replicator/resume", Map.of());
  }

  /** What a fault changed in the replica, and the source knows nothing of. */
  record Planted(
      String kind, String table, List<String> key, String column, String before, String after) {
    static List<Planted> of(JsonNode list) {
      List<Planted> all = new ArrayList<>();
      for (JsonNode one : list) {
        List<String> key = new ArrayList<>();
        one.path("key").forEach(part -> key.add(part.asText()));
        all.add(
            new Planted(
                one.path("kind").asText(),
                one.path("table").asText(),
                key,
                one.path("column").asText(),
                one.path("before").asText(null),
                one.path("after").asText(null)));
      }
      return all;
    }
  }

  /**
   * Plants a fault and tells what it changed.
   *
   * @param order see {@code bin/plumbline sandbox fault --help}: kind, table, rows, seed, column,
   *     keys, inFlight, seconds
   */
  List<Planted> plant(Map<String, ?> order) {
    return Planted.of(post("/faults", order));
  }

  /** All that is planted. */
  List<Planted> planted() {
    return Planted.of(get("/faults"));
  }

  /** How many more changes faults in flight will strike. */
  int armed() {
    return get("/faults/armed").path("armed").asInt();
  }

  /** Ends all faults and mends what they struck. */
  public void clearFaults() {
    delete("/faults");
  }

  /** Begins to write to tables of a database; returns their names. */
  public List<String> startWorkload(String database, double rate, long seed, int tables, int rows) {
    JsonNode status =
        post(
            "/workload/start",
            Map.of(
                "database", database, "rate", rate, "seed", seed, "tables", tables, "rows", rows));
    List<String> names = new ArrayList<>();
    status
        .path("tables")
        .forEach(table -> names.add(table.asText().substring(database.length() + 1)));
    return names;
  }

  /** Stops writing; returns when all that was written is committed, with what it was. */
  public JsonNode stopWorkload() {
    return post("/workload/stop", Map.of());
  }

  private static String json(Map<String, ?> body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(control.url() + path))
            .timeout(REPLICA.plusSeconds(30))
            .header("Authorization", "Bearer " + control.token())
            .method(method, BodyPublishers.ofString(body, UTF_8))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString(UTF_8));
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "The sandbox answered %d to %s %s: %s"
                .formatted(response.statusCode(), method, path, response.body()));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach the sandbox's control endpoint", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the sandbox", e);
    }
  }
}
