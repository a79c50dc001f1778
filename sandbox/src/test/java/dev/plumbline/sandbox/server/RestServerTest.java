package dev.plumbline.sandbox.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.sandbox.rest.FolderData;
import dev.plumbline.sandbox.rest.GeneratedData;
import dev.plumbline.sandbox.rest.RestFault;
import dev.plumbline.sandbox.rest.RestFault.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private RestServer server;

  @BeforeEach
  void start() {
    server = RestServer.start(GeneratedData.DEFAULT.dataset(), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path), BodyHandlers.ofString(UTF_8));
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  @Test
  void servesPagesThatAddUpToTheWhole() throws Exception {
    JsonNode whole = json(get("/comments"));
    assertThat(whole).hasSize(500);
    int index = 0;
    for (int page = 1; page <= 6; page++) {
      HttpResponse<String> response = get("/comments?_page=" + page + "&_limit=100");
      assertThat(response.headers().firstValue("X-Total-Count")).contains("500");
      for (JsonNode row : json(response)) {
        assertThat(row).isEqualTo(whole.get(index++));
      }
    }
    assertThat(index).isEqualTo(500);
    assertThat(get("/comments?_page=2").headers().firstValue("Link").orElseThrow())
        .contains("<" + server.url() + "/comments?_page=3&_limit=10>; rel=\"next\"");
  }

  @Test
  void servesOneById() throws Exception {
    assertThat(json(get("/users/1")).path("id").asLong()).isEqualTo(1);
    assertThat(get("/users/11").statusCode()).isEqualTo(404);
    assertThat(get("/users/x").statusCode()).isEqualTo(404);
    assertThat(get("/albums").statusCode()).isEqualTo(404);
  }

  @Test
  void answersAFilterWithBadRequestRatherThanWithAllRows() throws Exception {
    assertThat(get("/posts?userId=1").statusCode()).isEqualTo(400);
  }

  @Test
  void streamsAMillionRows() throws Exception {
    server.serve(new GeneratedData(1, 10, 100, 1_000_000).dataset());
    long bytes = 0;
    int last = 0;
    try (InputStream body =
        client.send(request("/comments"), BodyHandlers.ofInputStream()).body()) {
      byte[] buffer = new byte[1 << 16];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
        last = buffer[read - 1];
      }
    }
    assertThat(bytes).isGreaterThan(100_000_000);
    assertThat(last).isEqualTo(']');
  }

  @Test
  void servesAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("users.json"), "[{\"id\": 7, \"n\": 1.10}]", UTF_8);
    server.serve(FolderData.read(folder));

    assertThat(get("/users").body()).isEqualTo("[{\"id\":7,\"n\":1.10}]");
    assertThat(get("/users/7").statusCode()).isEqualTo(200);
    assertThat(get("/posts").statusCode()).isEqualTo(404);
  }

  @Test
  void answersTooManyRequestsForAWhile() throws Exception {
    server.faults().add(new RestFault("posts", Kind.TOO_MANY_REQUESTS, 1, 2, 3));

    assertThat(get("/posts").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = get("/posts?_page=1");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("3");
    assertThat(get("/users").statusCode()).isEqualTo(200);
    assertThat(get("/posts/1").statusCode()).isEqualTo(429);
    assertThat(get("/posts").statusCode()).isEqualTo(200);
    assertThat(server.faults().counts()).singleElement().matches(count -> count.hits() == 2);
    assertThat(server.log().counts())
        .containsEntry("/posts", 3L)
        .containsEntry("/posts/1", 1L)
        .containsEntry("/users", 1L);
  }

  @Test
  void failsForEverUntilCleared() throws Exception {
    server.faults().add(new RestFault("*", Kind.SERVER_ERROR, 0, -1, 0));
    assertThat(get("/users").statusCode()).isEqualTo(500);
    assertThat(get("/posts").statusCode()).isEqualTo(500);

    server.faults().clear();

    assertThat(get("/users").statusCode()).isEqualTo(200);
  }

  @Test
  void cutsTheBodyInHalf() throws Exception {
    server.faults().add(new RestFault("comments", Kind.CUT_BODY, 0, 1, 0));

    assertThatThrownBy(() -> get("/comments?_page=1&_limit=50")).isInstanceOf(IOException.class);
    assertThat(get("/comments?_page=1&_limit=50").statusCode()).isEqualTo(200);
  }

  @Test
  void sendsWhatIsNoJson() throws Exception {
    server.faults().add(new RestFault("users", Kind.INVALID_JSON, 0, 1, 0));

    HttpResponse<String> response = get("/users");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> json(response)).isInstanceOf(IOException.class);
  }

  @Test
  void keepsServingOthersWhileManySlowAnswersWait() throws Exception {
    server.faults().add(new RestFault("posts", Kind.SLOW, 0, -1, 1.5));
    long start = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> slow =
        IntStream.range(0, 200)
            .mapToObj(i -> client.sendAsync(request("/posts/1"), BodyHandlers.ofString(UTF_8)))
            .toList();

    assertThat(get("/users/1").statusCode()).isEqualTo(200);
    assertThat(slow).noneMatch(CompletableFuture::isDone);

    for (CompletableFuture<HttpResponse<String>> answer : slow) {
      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1500));
  }
}
