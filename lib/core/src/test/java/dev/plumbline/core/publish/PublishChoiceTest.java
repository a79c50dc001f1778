package dev.plumbline.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.publish.Loaded.Wanted;
import dev.plumbline.core.publish.PublishChoice.Difference;
import dev.plumbline.core.publish.PublishChoice.Unchanged;
import dev.plumbline.core.publish.PublishChoice.Whole;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishChoiceTest {
  private static final Origin OLD = new Origin("bronze_blog.users", 1);
  private static final Origin NEW = new Origin("bronze_blog.users", 2);
  private static final Loaded PRESENT = new Loaded(OLD, "shape", "run-1", 3, false);

  @Test
  void theSameStateIsNotPublishedAgain() {
    assertThat(choice(PRESENT, wanted(OLD))).isEqualTo(new Unchanged("run-1"));
    assertThat(choice(PRESENT, new Wanted(OLD, "shape", false, 10, false)))
        .isEqualTo(new Unchanged("run-1"));
  }

  @Test
  void aLaterStateIsPublishedByDifference() {
    assertThat(choice(PRESENT, wanted(NEW))).isEqualTo(new Difference(OLD));
  }

  @Test
  void allOfItIsPublishedWhereTheDifferenceWouldSayTooLittle() {
    assertThat(PublishChoice.of(Optional.empty(), wanted(NEW)))
        .isEqualTo(new Whole("the ledger does not know which state readers see"));
    assertWhole(PRESENT, new Wanted(OLD, "shape", true, 10, true), "asked for");
    assertWhole(PRESENT, new Wanted(OLD, "other", true, 10, false), "layout have changed");
    assertWhole(PRESENT, new Wanted(NEW, "shape", false, 10, false), "it has no key");
    assertWhole(PRESENT, new Wanted(NEW, "shape", true, 3, false), "by difference 3 times");
    assertWhole(
        PRESENT,
        new Wanted(new Origin("bronze_blog.people", 1), "shape", true, 10, false),
        "it was loaded from bronze_blog.users");
    assertWhole(
        new Loaded(OLD, "shape", "run-1", 3, true), wanted(OLD), "a comparison found it to differ");
  }

  private static void assertWhole(Loaded present, Wanted wanted, String reason) {
    assertThat(choice(present, wanted))
        .isInstanceOfSatisfying(Whole.class, whole -> assertThat(whole.reason()).contains(reason));
  }

  private static PublishChoice choice(Loaded present, Wanted wanted) {
    return PublishChoice.of(Optional.of(present), wanted);
  }

  private static Wanted wanted(Origin origin) {
    return new Wanted(origin, "shape", true, 10, false);
  }
}
