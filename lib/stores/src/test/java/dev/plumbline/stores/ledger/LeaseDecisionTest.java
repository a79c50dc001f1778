package dev.plumbline.stores.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.stores.ledger.LeaseDecision.Refuse;
import dev.plumbline.stores.ledger.LeaseDecision.Take;
import dev.plumbline.stores.ledger.LeaseRecord.Holder;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class LeaseDecisionTest {
  private static final Instant NOW = Instant.parse("2026-07-01T02:00:00Z");
  private static final Instant STARTED = NOW.minusSeconds(3600);
  private static final Holder ME = new Holder("new", "etl-1", "boot-1/pid:[1]", 900, NOW);
  private static final Holder OTHER = new Holder("old", "etl-1", "boot-1/pid:[1]", 800, STARTED);
  private static final LongFunction<Optional<Instant>> ALIVE = pid -> Optional.of(STARTED);
  private static final LongFunction<Optional<Instant>> GONE = pid -> Optional.empty();

  @Test
  void aLeaseThatNobodyEverHeldIsTakenWithTheFirstToken() {
    assertThat(LeaseDecision.decide(Optional.empty(), ME, NOW, ALIVE)).isEqualTo(new Take(1));
  }

  @Test
  void aLivingHolderKeepsIt() {
    LeaseRecord held = heldBy(OTHER);
    assertThat(decide(held, ALIVE)).isEqualTo(new Refuse(held));
  }

  @Test
  void aReleasedLeaseIsTakenWithAGreaterToken() {
    assertThat(decide(heldBy(OTHER).givenBack(NOW.minusSeconds(1)), ALIVE)).isEqualTo(new Take(8));
  }

  @Test
  void anExpiredLeaseIsTakenAtTheVeryInstantOfItsEnd() {
    LeaseRecord held = heldBy(OTHER);
    assertThat(LeaseDecision.decide(Optional.of(held), ME, held.expiresAt().minusMillis(1), ALIVE))
        .isInstanceOf(Refuse.class);
    assertThat(LeaseDecision.decide(Optional.of(held), ME, held.expiresAt(), ALIVE))
        .isEqualTo(new Take(8));
  }

  @Test
  void aDeadProcessOnThisMachineFreesItAtOnce() {
    assertThat(decide(heldBy(OTHER), GONE)).isEqualTo(new Take(8));
  }

  @Test
  void aReusedProcessIdIsNotTakenForTheHolder() {
    assertThat(decide(heldBy(OTHER), pid -> Optional.of(STARTED.plusSeconds(60))))
        .isEqualTo(new Take(8));
  }

  @Test
  void aProcessOnAnotherMachineIsNeverJudgedByItsId() {
    Holder elsewhere = new Holder("old", "etl-2", "boot-2/pid:[1]", 800, STARTED);
    assertThat(decide(heldBy(elsewhere), GONE)).isInstanceOf(Refuse.class);
  }

  @Test
  void aContainerOnTheSameHostIsNeverJudgedByItsId() {
    Holder elsewhere = new Holder("old", "etl-1", "boot-1/pid:[2]", 800, STARTED);
    assertThat(decide(heldBy(elsewhere), GONE)).isInstanceOf(Refuse.class);
  }

  @Test
  void anUnknownMachineIsNeverTakenForThisOne() {
    Holder unknown = new Holder("old", "etl-1", "", 800, STARTED);
    Holder me = new Holder("new", "etl-1", "", 900, NOW);
    assertThat(LeaseDecision.decide(Optional.of(heldBy(unknown)), me, NOW, GONE))
        .isInstanceOf(Refuse.class);
  }

  private static LeaseDecision decide(LeaseRecord held, LongFunction<Optional<Instant>> processes) {
    return LeaseDecision.decide(Optional.of(held), ME, NOW, processes);
  }

  private static LeaseRecord heldBy(Holder holder) {
    return LeaseRecord.taken(7, holder, NOW.minusSeconds(5), NOW.plusSeconds(25));
  }
}
