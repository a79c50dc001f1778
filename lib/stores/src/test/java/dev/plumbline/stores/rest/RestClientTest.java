package dev.plumbline.stores.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.Endpoint.Rest;
import dev.plumbline.core.config.Endpoint.RetrySpec;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.rest.FaultyApi.Fault;
import dev.plumbline.stores.rest.RestPages.Range;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestClientTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-01T02:00:00Z"), ZoneOffset.UTC);

  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void allPagesAreReadOnceAndInOrder() {
    try (FaultyApi api = new FaultyApi(25)) {
      assertThat(ids(client(api), new Range(1, RestPages.OPEN), 10)).isEqualTo(upTo(25));
      assertThat(api.requests())
          .containsExactly(
              "/rows?_page=1&_limit=10", "/rows?_page=2&_limit=10", "/rows?_page=3&_limit=10");
    }
  }

  @Test
  void textAndNumbersArriveExactly() {
    try (FaultyApi api = new FaultyApi(1)) {
      api.then(FaultyApi.body("[{\"a\":0.1000,\"b\":12345678901234567890,\"c\":\"ä€😀\\u0000\"}]"));
      var row = client(api).page("/rows", 1, 10).rows().get(0);
      assertThat(row.get("a").decimalValue()).isEqualTo("0.1000");
      assertThat(row.get("b").bigIntegerValue()).isEqualTo("12345678901234567890");
      assertThat(row.get("c").textValue()).isEqualTo("ä€😀\0");
    }
  }

  @Test
  void withoutLinksAFullPagePromisesAnother() {
    try (FaultyApi api = new FaultyApi(20).plain()) {
      assertThat(ids(client(api), new Range(1, RestPages.OPEN), 10)).isEqualTo(upTo(20));
      assertThat(api.requests()).hasSize(3);
    }
  }

  @Test
  void anEmptyResourceIsOneEmptyPage() {
    try (FaultyApi api = new FaultyApi(0)) {
      assertThat(ids(client(api), new Range(1, RestPages.OPEN), 10)).isEmpty();
      assertThat(api.requests()).hasSize(1);
    }
  }

  @Test
  void theTotalIsToldWithoutReadingTheRows() {
    try (FaultyApi api = new FaultyApi(12_345)) {
      assertThat(client(api).total("/rows")).hasValue(12_345);
      assertThat(api.requests()).containsExactly("/rows?_page=1&_limit=1");
      assertThat(client(api.plain()).total("/rows")).isEmpty();
    }
  }

  static List<Fault> passingFaults() {
    return List.of(
        FaultyApi.status(500),
        FaultyApi.status(503),
        FaultyApi.status(429),
        FaultyApi.status(408),
        FaultyApi.cutOff(),
        FaultyApi.half(),
        FaultyApi.body(""),
        FaultyApi.body("{\"error\":\"later\"}"),
        FaultyApi.body("[{\"id\":1}] trailing"),
        FaultyApi.body("[{\"id\":1},2]"),
        FaultyApi.body("[{\"id\":1,\"id\":2}]"),
        FaultyApi.body("<html>maintenance</html>"));
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void aPassingFaultIsOvercomeAndTheRowsComeOnce(Fault fault) {
    try (FaultyApi api = new FaultyApi(5).then(fault).then(fault)) {
      RestPage page = client(api).page("/rows", 1, 10);
      assertThat(page.rows()).hasSize(5);
      assertThat(page.retries()).isEqualTo(2);
      assertThat(pauses).hasSize(2);
    }
  }

  @Test
  void aConnectionThatIsClosedWithoutAnAnswerIsOvercome() {
    try (FaultyApi api = new FaultyApi(5)) {
      Fault close = (exchange, rows) -> exchange.close();
      api.then(close).then(close).then(close);
      assertThat(client(api).page("/rows", 1, 10).rows()).hasSize(5);
      assertThat(api.requests()).hasSize(4);
    }
  }

  @Test
  void aSilentServerIsGivenUpAfterTheTimeout() {
    try (FaultyApi api = new FaultyApi(5)) {
      api.then(api::hang);
      assertThat(client(api, 6, 1).page("/rows", 1, 10).retries()).isEqualTo(1);
    }
  }

  @Test
  void aBodyThatStallsInTheMiddleIsGivenUpAfterTheTimeout() {
    try (FaultyApi api = new FaultyApi(5)) {
      api.then(api::stall).then(api::stall);
      assertThatThrownBy(() -> client(api, 2, 1).page("/rows", 1, 10))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "Cannot read /rows page 1 of "
                  + api.url()
                  + ": no answer within 1 s after 2 attempts");
    }
  }

  @Test
  void pausesDoubleWithJitterBetweenHalfAndWhole() {
    try (FaultyApi api = new FaultyApi(5)) {
      for (int i = 0; i < 5; i++) {
        api.then(FaultyApi.status(500));
      }
      client(api).page("/rows", 1, 10);
      assertThat(pauses).hasSize(5);
      for (int i = 0; i < 5; i++) {
        assertThat(pauses.get(i).toMillis()).isBetween(250L << i, 500L << i);
      }
    }
  }

  @Test
  void retryAfterIsHonouredInSecondsAndAsADate() {
    try (FaultyApi api = new FaultyApi(5)) {
      api.then(FaultyApi.status(429, "7"))
          .then(FaultyApi.status(503, "Wed, 01 Jul 2026 02:00:11 GMT"))
          .then(FaultyApi.status(503, "Wed, 01 Jul 2026 01:00:00 GMT"));
      client(api).page("/rows", 1, 10);
      assertThat(pauses)
          .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(11), Duration.ZERO);
    }
  }

  @Test
  void aRetryAfterThatCannotBeReadLeavesThePauseToUs() {
    try (FaultyApi api = new FaultyApi(5).then(FaultyApi.status(429, "soon"))) {
      client(api).page("/rows", 1, 10);
      assertThat(pauses.get(0).toMillis()).isBetween(250L, 500L);
    }
  }

  @Test
  void aServerThatAsksForAnHourIsNotWaitedFor() {
    try (FaultyApi api = new FaultyApi(5).then(FaultyApi.status(429, "3600"))) {
      assertThatThrownBy(() -> client(api).page("/rows", 1, 10))
          .hasMessage(
              "Cannot read /rows page 1 of "
                  + api.url()
                  + ": HTTP 429, to be tried again in 3600 s after 1 attempt");
      assertThat(pauses).isEmpty();
    }
  }

  @Test
  void aServerThatFailsForEverIsGivenUpByName() {
    try (FaultyApi api = new FaultyApi(100)) {
      RestPageReader pages = client(api).pages("/comments", 10, new Range(6, RestPages.OPEN));
      pages.next();
      for (int i = 0; i < 6; i++) {
        api.then(FaultyApi.status(500));
      }
      assertThatThrownBy(pages::next)
          .isInstanceOfSatisfying(
              SourceException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE_FAILED))
          .hasMessage(
              "Cannot read /comments page 7 of " + api.url() + ": HTTP 500 after 6 attempts");
    }
  }

  @Test
  void aBodyThatIsAlwaysBrokenIsGivenUpByName() {
    try (FaultyApi api = new FaultyApi(5)) {
      for (int i = 0; i < 3; i++) {
        api.then(FaultyApi.body("{\"error\":\"later\"}"));
      }
      assertThatThrownBy(() -> client(api, 3, 5).page("/rows", 1, 10))
          .hasMessage(
              "Cannot read /rows page 1 of "
                  + api.url()
                  + ": broken body: it is not a JSON array after 3 attempts");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404})
  void anAnswerThatWillNotChangeFailsAtOnce(int status) {
    try (FaultyApi api = new FaultyApi(5).then(FaultyApi.status(status))) {
      assertThatThrownBy(() -> client(api).page("/rows", 1, 10))
          .hasMessage(
              "Cannot read /rows page 1 of " + api.url() + ": HTTP " + status + " after 1 attempt");
    }
  }

  @Test
  void anApiThatDoesNotPageIsRefused() {
    try (FaultyApi api =
        new FaultyApi(5).then(FaultyApi.body("[{\"id\":1},{\"id\":2},{\"id\":3}]"))) {
      assertThatThrownBy(() -> client(api).page("/rows", 1, 2))
          .hasMessageContaining("more than the 2 rows that were asked for");
    }
  }

  @Test
  void aRefusedConnectionIsNamed() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Rest nobody = new Rest("api", "http://127.0.0.1:" + port, new RetrySpec(3, 5, 10));
    assertThatThrownBy(() -> client(nobody).page("/rows", 1, 10))
        .hasMessage(
            "Cannot read /rows page 1 of http://127.0.0.1:"
                + port
                + ": connection refused after 3 attempts");
  }

  @Test
  void plannedRangesCoverEveryPageOnceAndRowsThatArriveMeanwhile() throws Exception {
    try (FaultyApi api = new FaultyApi(95)) {
      RestPages plan =
          RestPages.plan(api.endpoint(6, 5), "/rows", 10, client(api).total("/rows"), 4);
      assertThat(plan.ranges()).hasSize(4);
      api.rows(103);
      List<Long> ids = new ArrayList<>();
      for (Range range : travelled(plan).ranges()) {
        ids.addAll(ids(client(api), range, plan.pageSize()));
      }
      assertThat(ids).isEqualTo(upTo(103));
    }
  }

  @Test
  void anUnknownSizeIsOneOpenRangeAndFewPagesMakeFewRanges() {
    Rest api = new Rest("api", "http://127.0.0.1:1", new RetrySpec(1, 1, 1));
    assertThat(RestPages.plan(api, "/rows", 10, OptionalLong.empty(), 4).ranges())
        .containsExactly(new Range(1, RestPages.OPEN));
    assertThat(RestPages.plan(api, "/rows", 10, OptionalLong.of(11), 4).ranges())
        .containsExactly(new Range(1, 1), new Range(2, RestPages.OPEN));
  }

  private static RestPages travelled(RestPages plan) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(plan);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (RestPages) in.readObject();
    }
  }

  private static List<Long> ids(RestClient client, Range range, int pageSize) {
    List<Long> ids = new ArrayList<>();
    client
        .pages("/rows", pageSize, range)
        .forEachRemaining(page -> page.rows().forEach(row -> ids.add(row.get("id").longValue())));
    return ids;
  }

  private static List<Long> upTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private RestClient client(FaultyApi api) {
    return client(api, 6, 5);
  }

  private RestClient client(FaultyApi api, int attempts, int timeoutSeconds) {
    return client(api.endpoint(attempts, timeoutSeconds));
  }

  private RestClient client(Rest api) {
    return new RestClient(api, CLOCK, new Random(1), pauses::add);
  }
}
