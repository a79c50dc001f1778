package dev.plumbline.stores.redshift;

import static dev.plumbline.stores.redshift.FakeRedshift.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RowTest {
  @Test
  void padSpacesAreTakenOff() {
    assertThat(row("state", "Synced          ").text("state")).contains("Synced");
  }

  @Test
  void columnsThatTheViewLacksAndNullsAreEmpty() {
    assertThat(row("state", null).text("state")).isEmpty();
    assertThat(row().number("current_lag")).isEmpty();
    assertThat(row().instant("creation_time")).isEmpty();
  }

  @Test
  void timesAreUtcWithOrWithoutFraction() {
    assertThat(row("t", "2026-07-01 02:03:04").instant("t"))
        .contains(Instant.parse("2026-07-01T02:03:04Z"));
    assertThat(row("t", "2026-07-01 02:03:04.5").instant("t"))
        .contains(Instant.parse("2026-07-01T02:03:04.500Z"));
    assertThat(row("t", "infinity").instant("t")).isEmpty();
  }

  @Test
  void booleansAreReadInEitherNotation() {
    assertThat(row("b", "t").flag("b")).contains(true);
    assertThat(row("b", "true").flag("b")).contains(true);
    assertThat(row("b", "False").flag("b")).contains(false);
  }
}
