package dev.plumbline.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.jobs.cli.Cli.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServingOptionsTest {
  private static final Instant NOW = Instant.parse("2026-07-01T03:00:00Z");

  @Test
  void aPinHasATableACopyAndAnEnd() {
    RouteOptions options =
        (RouteOptions) options("route", "orders", "--to", "replica", "--for", "2h", "--why", "x");
    assertThat(options.pins()).isTrue();
    assertThat(options.table()).contains("orders");
    assertThat(options.target()).contains(Target.REPLICA);
    assertThat(options.span()).isEqualTo(Duration.ofHours(2));
    assertThat(options.why()).isEqualTo("x");
    assertThat(((RouteOptions) options("route")).pins()).isFalse();
    assertThat(((RouteOptions) options("route", "orders", "--to", "auto")).target()).isEmpty();
  }

  @Test
  void halfAPinIsRefused() {
    assertThatThrownBy(() -> ((RouteOptions) options("route", "orders")).pins())
        .isInstanceOf(PlumblineException.class)
        .hasMessage(
            "Cannot route: a table is named, but not where to: give --to replica, fallback or auto");
    assertThatThrownBy(() -> ((RouteOptions) options("route", "--to", "replica")).pins())
        .hasMessage("Cannot route: --to needs the name of a table");
    assertThatThrownBy(() -> ((RouteOptions) options("route", "orders", "--to", "replica")).span())
        .hasMessage("Cannot route: a pin needs an end: give it with --for, such as --for 2h");
    assertThatThrownBy(() -> ((RouteOptions) options("route", "orders", "--to", "gold")).target())
        .hasMessage("Cannot route: --to is 'gold' and must be replica, fallback or auto");
  }

  @Test
  void anEndIsAnInstantOrASpanFromNow() {
    AckOptions span = (AckOptions) options("ack", "orders", "--until", "8h", "--why", "known");
    assertThat(span.until(NOW)).isEqualTo(NOW.plusSeconds(8 * 3600));
    AckOptions instant =
        (AckOptions) options("ack", "orders", "--until", "2026-07-01T06:00:00Z", "--why", "known");
    assertThat(instant.until(NOW)).isEqualTo(Instant.parse("2026-07-01T06:00:00Z"));
    assertThatThrownBy(
            () ->
                ((AckOptions) options("ack", "orders", "--until", "noon", "--why", "known"))
                    .until(NOW))
        .hasMessage(
            "Cannot read 'noon': an end is an instant, such as 2026-07-01T06:00:00Z, or a span from"
                + " now, such as 2h");
  }

  @Test
  void aMaintenanceKnowsItsActionAndAResyncItsTables() {
    MaintenanceOptions start =
        (MaintenanceOptions) options("maintenance", "start", "--until", "4h", "--yes");
    assertThat(start.action()).isEqualTo(MaintenanceOptions.Action.START);
    assertThat(start.until(NOW)).isEqualTo(NOW.plusSeconds(4 * 3600));
    assertThat(start.yes()).isTrue();
    ResyncOptions resync = (ResyncOptions) options("resync", "orders", "items");
    assertThat(resync.tables()).containsExactly("orders", "items");
    assertThat(resync.yes()).isFalse();
    assertThat(resync.waitMinutes()).isEqualTo(120);
    RefillOptions refill = (RefillOptions) options("refill", "orders", "--at-most", "5");
    assertThat(refill.tables()).containsExactly("orders");
    assertThat(refill.yes()).isFalse();
    assertThat(refill.atMostPercent()).isEqualTo(5);
  }

  private static CommonOptions options(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--env", "e.yaml", "--pipeline", "p"));
    return ((Request.Job) Cli.parse(all)).options();
  }
}
