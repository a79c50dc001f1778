package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.LockHeldException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import dev.plumbline.stores.s3.S3ConfigSource;
import dev.plumbline.stores.s3.S3ObjectStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects and leases on a real S3 server. */
@ExtendWith(SandboxExtension.class)
class S3StoreIT {
  private static final int RACERS = 16;

  private Sandbox sandbox;
  private S3ObjectStore store;
  private String prefix;

  @BeforeEach
  void open(Sandbox running) {
    sandbox = running;
    store = open(running.endpoints().s3().endpoint(), "sandbox:s3.secretKey");
    prefix = "s3://" + running.endpoints().s3().bucket() + "/it-" + UUID.randomUUID();
  }

  @AfterEach
  void close() {
    store.list(prefix).forEach(object -> store.delete(object.uri()));
    store.close();
  }

  @Test
  void textIsReadAsItWasWritten() {
    String uri = prefix + "/a b/ä+%.json";
    store.put(uri, "ä€😀\n");
    store.put(uri, "zweite\n");
    assertThat(store.get(uri)).contains("zweite\n");
    assertThat(store.list(prefix + "/a"))
        .extracting(Listed::uri, Listed::bytes)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(uri, 7L));
    store.delete(uri);
    store.delete(uri);
    assertThat(store.get(uri)).isEmpty();
  }

  @Test
  void aListingIsWholeAndInOrderBeyondOnePage() {
    for (int i = 0; i < 1_005; i++) {
      store.put(prefix + "/many/" + String.format(java.util.Locale.ROOT, "%04d", i), "");
    }
    assertThat(store.list(prefix + "/many/"))
        .hasSize(1_005)
        .extracting(Listed::uri)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void anObjectThatIsThereIsNotWrittenOver() {
    String uri = prefix + "/lease";
    assertThat(store.putIfAbsent(uri, "one")).isTrue();
    assertThat(store.putIfAbsent(uri, "two")).isFalse();
    assertThat(store.get(uri)).contains("one");
  }

  @Test
  void exactlyOneOfManyRacersGetsTheLeaseAndTokensGrow() throws Exception {
    long last = 0;
    for (int round = 0; round < 25; round++) {
      List<Lease> winners = race();
      assertThat(winners).hasSize(1);
      assertThat(winners.get(0).token()).isGreaterThan(last);
      last = winners.get(0).token();
      winners.get(0).close();
    }
  }

  private List<Lease> race() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(RACERS);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<Optional<Lease>>> attempts = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        attempts.add(threads.submit(attempt("run-" + i, start)));
      }
      start.countDown();
      List<Lease> winners = new ArrayList<>();
      for (Future<Optional<Lease>> attempt : attempts) {
        attempt.get().ifPresent(winners::add);
      }
      return winners;
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Optional<Lease>> attempt(String run, CountDownLatch start) {
    Leases leases = new Leases(store, prefix, Clock.systemUTC());
    return () -> {
      start.await();
      try {
        return Optional.of(leases.acquire("blog", "protect", new RunId(run)));
      } catch (LockHeldException e) {
        return Optional.empty();
      }
    };
  }

  @Test
  void configurationIsReadFromS3() throws Exception {
    store.put(prefix + "/blog/pipeline.yaml", "name: blog\n");
    store.put(prefix + "/blog/tables/users.yaml", "id: users\n");
    S3ConfigSource config = new S3ConfigSource(store);
    assertThat(config.list(prefix + "/blog"))
        .containsExactly(prefix + "/blog/pipeline.yaml", prefix + "/blog/tables/users.yaml");
    assertThat(config.read(prefix + "/blog/pipeline.yaml")).isEqualTo("name: blog\n");
    assertThat(config.list(prefix + "/none")).isEmpty();
    assertThatThrownBy(() -> config.read(prefix + "/none.yaml"))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(config.read("../conf/blog/pipeline.yaml")).contains("name: blog");
  }

  @Test
  @Timeout(60)
  void anUnreachableServerIsNamed() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port;
    long start = System.nanoTime();
    try (S3ObjectStore nobody = open(endpoint, "sandbox:s3.secretKey")) {
      assertThatThrownBy(() -> nobody.get(prefix + "/x"))
          .isInstanceOfSatisfying(
              SourceException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE_FAILED))
          .hasMessage("Cannot reach S3 at " + endpoint + ": Connection refused");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aWrongKeyAndAMissingBucketAreNamed() {
    String endpoint = sandbox.endpoints().s3().endpoint();
    try (S3ObjectStore stranger = open(endpoint, "sandbox:aurora.reader.password")) {
      assertThatThrownBy(() -> stranger.put(prefix + "/x", "y"))
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("Cannot write " + prefix + "/x on S3 at " + endpoint)
          .hasMessageContaining("HTTP 403");
    }
    for (Runnable call :
        List.<Runnable>of(
            () -> store.put("s3://nobodys/x", "y"),
            () -> store.putIfAbsent("s3://nobodys/x", "y"),
            () -> store.list("s3://nobodys/x"))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("HTTP 404 NoSuchBucket");
    }
  }

  private S3ObjectStore open(String endpoint, String secret) {
    Endpoints.S3 s3 = sandbox.endpoints().s3();
    return S3ObjectStore.open(
        new S3Config(
            s3.region(),
            Optional.of(endpoint),
            Optional.of(new Login(s3.accessKey(), SecretRef.parse(secret)))),
        new Secrets(sandbox.endpointsFile().toString(), s3.region()));
  }
}
