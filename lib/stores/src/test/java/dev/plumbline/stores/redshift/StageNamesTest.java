package dev.plumbline.stores.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StageNamesTest {
  private final StageNames names = new StageNames(new Fence("blog", "protect", 12));

  @Test
  void aNameTellsTheLeaseItWasMadeUnder() {
    String stage = names.stage("gold", "users").table();
    String fresh = names.fresh("gold", "users").table();

    assertThat(stage).matches("users__stage_[0-9a-f]{8}_12");
    assertThat(fresh).matches("users__new_[0-9a-f]{8}_12");
    assertThat(names.tokenOf(stage)).isEqualTo(OptionalLong.of(12));
    assertThat(names.tokenOf(fresh)).isEqualTo(OptionalLong.of(12));
  }

  @Test
  void tablesOfOtherLeasesAndOfPeopleAreNotOurs() {
    String other = new StageNames(new Fence("blog", "build", 12)).stage("gold", "users").table();

    assertThat(names.tokenOf(other)).isEmpty();
    assertThat(names.tokenOf("users__new_2024")).isEmpty();
    assertThat(names.tokenOf("users")).isEmpty();
  }

  @Test
  void longNamesStayWithinRedshiftsLimitAndApart() {
    String prefix = "a".repeat(120);
    String one = names.stage("gold", prefix + "1").table();
    String two = names.stage("gold", prefix + "2").table();

    assertThat(one).hasSizeLessThanOrEqualTo(127).isNotEqualTo(two);
    assertThat(names.tokenOf(one)).isEqualTo(OptionalLong.of(12));
  }
}
