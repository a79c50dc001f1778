package dev.plumbline.stores.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.LockHeldException;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.stores.ledger.LeaseRecord.Holder;
import dev.plumbline.stores.s3.MemoryObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final Instant STARTED = Instant.parse("2026-07-01T01:00:00Z");

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final FakeClock clock = new FakeClock();
  private final Leases leases =
      new Leases(store, "s3://b/state/", clock, Leases.TERM, pid -> Optional.of(STARTED));

  @Test
  void theSecondRunIsToldWhoHoldsItSinceWhenAndWhatToDo() {
    take("first");
    clock.advance(Duration.ofSeconds(10));
    assertThatThrownBy(() -> take("second"))
        .isInstanceOf(LockHeldException.class)
        .hasMessage(
            "Cannot start run second: chain protect of pipeline blog is held by run first (host"
                + " etl-1, pid 800) since 2026-07-01T02:00:00Z. Wait until it ends, or stop that"
                + " process: if it is dead, the lease is free in 20 s at the latest")
        .extracting(e -> ((PlumblineException) e).exitCode())
        .isEqualTo(ExitCode.LOCKED);
  }

  @Test
  void chainsAndPipelinesHaveLeasesOfTheirOwn() {
    assertThat(take("first").stillHeld()).isTrue();
    assertThat(leases.take("blog", "build", holder("other")).stillHeld()).isTrue();
    assertThat(leases.take("shop", "protect", holder("other")).stillHeld()).isTrue();
  }

  @Test
  void tokensGrowWithEveryHolderAlsoAfterARelease() {
    Lease first = take("first");
    first.close();
    Lease second = take("second");
    clock.advance(Leases.TERM);
    Lease third = take("third");
    assertThat(first.token()).isEqualTo(1);
    assertThat(second.token()).isEqualTo(2);
    assertThat(third.token()).isEqualTo(3);
  }

  @Test
  void aRenewedLeaseOutlivesItsTerm() {
    Lease lease = take("first");
    clock.advance(Duration.ofSeconds(20));
    lease.renew();
    clock.advance(Duration.ofSeconds(20));
    assertThat(lease.stillHeld()).isTrue();
    assertThatThrownBy(() -> take("second")).isInstanceOf(LockHeldException.class);
  }

  @Test
  void aLeaseThatWasNotRenewedIsNoLongerTrustedByItsOwnHolder() {
    Lease lease = take("first");
    clock.advance(Leases.TERM);
    assertThat(lease.stillHeld()).isFalse();
    assertThatThrownBy(lease::requireHeld)
        .isInstanceOf(PlumblineException.class)
        .hasMessage(
            "Cannot go on: the lease s3://b/state/leases/blog/protect/ was lost, it was last"
                + " renewed at 2026-07-01T02:00:00Z; another run may have started");
  }

  @Test
  void aTakenOverLeaseIsNoticedAndNeitherRenewedNorReleasedByTheFormerHolder() {
    Lease first = take("first");
    clock.advance(Leases.TERM);
    Lease second = take("second");
    first.renew();
    first.close();
    assertThat(first.stillHeld()).isFalse();
    assertThat(second.stillHeld()).isTrue();
    assertThat(leases.holder("blog", "protect").orElseThrow().holder().runId()).isEqualTo("second");
  }

  @Test
  void anUnreachableStoreDoesNotLoseTheLeaseBeforeItsTermIsOver() {
    Lease lease = take("first");
    store.unreachable(true);
    clock.advance(Duration.ofSeconds(10));
    lease.renew();
    assertThat(lease.stillHeld()).isTrue();
    store.unreachable(false);
    clock.advance(Duration.ofSeconds(10));
    lease.renew();
    clock.advance(Duration.ofSeconds(20));
    assertThat(lease.stillHeld()).isTrue();
  }

  @Test
  void aLostAnswerToAWriteThatWasDoneIsNotALostLease() {
    store.losesAnswers(true);
    Lease lease = take("first");
    clock.advance(Duration.ofSeconds(10));
    lease.renew();
    store.losesAnswers(false);
    clock.advance(Duration.ofSeconds(10));
    lease.renew();
    clock.advance(Duration.ofSeconds(20));
    assertThat(lease.stillHeld()).isTrue();
    assertThat(lease.token()).isEqualTo(1);
  }

  @Test
  void aLeaseWhoseTermIsOverIsNeverRevivedByItsHolder() {
    Lease lease = take("first");
    clock.advance(Leases.TERM);
    lease.renew();
    assertThat(lease.stillHeld()).isFalse();
    assertThat(leases.holder("blog", "protect")).isEmpty();
  }

  @Test
  void holdingsThatAreLongOverAreRemovedAndTokensGoOnGrowing() {
    for (int run = 1; run <= 50; run++) {
      try (Lease lease = take("run-" + run)) {
        assertThat(lease.token()).isEqualTo(run);
      }
    }
    assertThat(store.list("s3://b/state/leases/blog/protect/")).hasSize(20);
  }

  @Test
  void aClosedLeaseIsFreeAndClosingTwiceIsHarmless() {
    Lease lease = take("first");
    lease.close();
    assertThat(leases.holder("blog", "protect")).isEmpty();
    Lease second = take("second");
    lease.close();
    lease.renew();
    assertThat(second.stillHeld()).isTrue();
    assertThat(leases.holder("blog", "protect")).isPresent();
  }

  @Test
  void thisProcessIsKnownToItself() {
    try (Lease lease =
        new Leases(store, "s3://b/state", clock).acquire("blog", "protect", new RunId("r1"))) {
      assertThat(lease.record().holder().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThatThrownBy(
              () ->
                  new Leases(store, "s3://b/state", clock)
                      .acquire("blog", "protect", new RunId("r2")))
          .isInstanceOf(LockHeldException.class);
    }
  }

  @Test
  void aThreadRenewsAnAcquiredLeaseBeforeItsTermIsOver() {
    Duration term = Duration.ofMillis(300);
    Leases brief =
        new Leases(store, "s3://b/state", Clock.systemUTC(), term, pid -> Optional.of(STARTED));
    try (Lease lease = brief.acquire("blog", "protect", new RunId("r1"))) {
      Instant taken = lease.record().acquiredAt();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> lease.record().renewedAt().isAfter(taken.plus(term)));
      assertThat(lease.token()).isEqualTo(1);
    }
    assertThat(brief.holder("blog", "protect")).isEmpty();
  }

  @Test
  void aKilledProcessOnThisMachineFreesTheLeaseAtOnce() throws Exception {
    Process victim = new ProcessBuilder("sleep", "600").start();
    Holder me = Holder.thisProcess(new RunId("victim"));
    Holder dying =
        new Holder(
            me.runId(),
            me.host(),
            me.machine(),
            victim.pid(),
            victim.info().startInstant().orElseThrow());
    Leases real = new Leases(store, "s3://b/state", clock);
    real.take("blog", "protect", dying);
    assertThatThrownBy(() -> real.acquire("blog", "protect", new RunId("next")))
        .isInstanceOf(LockHeldException.class);
    victim.destroyForcibly().waitFor();
    try (Lease lease = real.acquire("blog", "protect", new RunId("next"))) {
      assertThat(lease.token()).isEqualTo(2);
    }
  }

  private Lease take(String run) {
    return leases.take("blog", "protect", holder(run));
  }

  private static Holder holder(String run) {
    return new Holder(run, "etl-1", "boot/pid", 800, STARTED);
  }
}
