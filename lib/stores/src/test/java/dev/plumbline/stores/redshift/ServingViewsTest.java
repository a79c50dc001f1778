package dev.plumbline.stores.redshift;

import static dev.plumbline.stores.redshift.FakeRedshift.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.stores.redshift.ServedTable.Column;
import dev.plumbline.stores.redshift.ServingViews.Order;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServingViewsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-01T03:04:52Z"), ZoneOffset.UTC);

  private final FakeRedshift redshift = new FakeRedshift();
  private final List<Duration> pauses = new ArrayList<>();
  private final ServedTable orders =
      new ServedTable(
          "orders",
          RelationName.of("serving_shop", "orders"),
          List.of(new Column("id", "BIGINT"), new Column("note", "VARCHAR(80)")),
          Optional.of(RelationName.of("zeroetl", "shop", "orders")),
          Optional.of(RelationName.of("fallback_shop", "orders")));

  @Test
  void aSwitchIsOneTransactionOfFenceViewAndLedger() {
    redshift.answer("relname = ? [serving_shop, orders]", row("kind", "v"));

    views().apply(List.of(toFallback()), new RunId("r1"));

    String view =
        "CREATE OR REPLACE VIEW \"serving_shop\".\"orders\" AS SELECT CAST(\"id\" AS BIGINT) AS"
            + " \"id\", CAST(\"note\" AS VARCHAR(80)) AS \"note\" FROM"
            + " \"fallback_shop\".\"orders\" WITH NO SCHEMA BINDING";
    List<String> last = redshift.log.subList(lastBegin(), redshift.log.size());
    assertThat(last).contains(view).doesNotContain("ROLLBACK");
    assertThat(last.indexOf(view))
        .isGreaterThan(index(last, "LOCK TABLE"))
        .isGreaterThan(index(last, "FROM plumbline.fences"))
        .isLessThan(index(last, "INSERT INTO plumbline.routes"));
    assertThat(last.get(last.size() - 1)).isEqualTo("COMMIT");
    assertThat(last).contains("SET statement_timeout TO 200");
  }

  @Test
  void aChangedShapeIsDroppedAndMadeWithTheGrantsItHad() {
    redshift
        .answer("relname = ? [serving_shop, orders]", row("kind", "v", "acl", "{ann=r/etl}"))
        .fail("CREATE OR REPLACE VIEW", new SQLException("cannot change columns", "42P16"));

    views().apply(List.of(toFallback()), new RunId("r1"));

    List<String> last = redshift.log.subList(lastBegin(), redshift.log.size());
    assertThat(index(last, "DROP VIEW \"serving_shop\".\"orders\""))
        .isLessThan(index(last, "CREATE VIEW \"serving_shop\".\"orders\""));
    assertThat(last)
        .contains(
            "GRANT SELECT ON TABLE \"serving_shop\".\"orders\" TO \"ann\"",
            "GRANT SELECT ON TABLE \"serving_shop\".\"orders\" TO GROUP \"dash\"");
  }

  @Test
  void readersAreNotShownMoreThanNow() {
    redshift.answer(
        "svv_rls_attached_policy WHERE relschema = ? AND relname = ? [shop, orders]",
        row("policy", "own_region", "grantee", "analyst"));

    assertThatThrownBy(() -> views().apply(List.of(toFallback()), new RunId("r1")))
        .isInstanceOf(PublishException.class)
        .hasMessage(
            "Cannot switch serving_shop.orders to the fallback: readers would see more than now,"
                + " since zeroetl.shop.orders has and fallback_shop.orders lacks the policy"
                + " own_region for analyst");
    assertThat(redshift.logged("VIEW \"serving_shop\"")).isEmpty();
  }

  @Test
  void aRightOnTheNextCopyAloneRefusesTheSwitch() {
    redshift
        .answer("[serving_shop, orders]", row("kind", "v", "acl", "{ann=r/etl}"))
        .answer(
            "n.nspname = ? AND c.relname = ? [shop, orders]",
            row("acl", "{bob=r/rdsdb,etl=r/rdsdb}", "me", "etl"))
        .answer("[fallback_shop, orders]", row("acl", "{ann=r/etl,eve=r/etl}", "me", "etl"));

    assertThatThrownBy(() -> views().apply(List.of(toFallback()), new RunId("r1")))
        .isInstanceOf(PublishException.class)
        .hasMessage(
            "Cannot switch serving_shop.orders to the fallback: readers would see more than now,"
                + " since user ann may read fallback_shop.orders and not zeroetl.shop.orders;"
                + " readers of a view need no grant on its copies: take it away there, or give it"
                + " on both");
    assertThat(redshift.logged("VIEW \"serving_shop\"")).isEmpty();
  }

  @Test
  void aCopyThatIsShutToEverybodySaysNothingOfRights() {
    redshift
        .answer("[serving_shop, orders]", row("kind", "v", "acl", "{ann=r/etl}", "me", "etl"))
        .answer(
            "n.nspname = ? AND c.relname = ? [shop, orders]",
            row("acl", "{rdsdb=arwd/rdsdb}", "me", "etl"))
        .answer("[fallback_shop, orders]", row("acl", "{ann=r/etl,etl=arwd/etl}", "me", "etl"));

    views().apply(List.of(toFallback()), new RunId("r1"));

    assertThat(redshift.logged("CREATE OR REPLACE VIEW \"serving_shop\"")).hasSize(1);
  }

  @Test
  void aRightThatAGroupMayGiveRefusesNothing() {
    redshift
        .answer("[serving_shop, orders]", row("kind", "v", "acl", "{ann=r/etl}"))
        .answer(
            "n.nspname = ? AND c.relname = ? [shop, orders]", row("acl", "{\"group bi=r/rdsdb\"}"))
        .answer("[fallback_shop, orders]", row("acl", "{ann=r/etl}"));

    views().apply(List.of(toFallback()), new RunId("r1"));

    assertThat(redshift.logged("CREATE OR REPLACE VIEW \"serving_shop\"")).hasSize(1);
  }

  @Test
  void aReaderThatTheWarehouseLacksIsLeftOutAndNamed() {
    redshift.fail("TO \"ghost\"", new SQLException("user \"ghost\" does not exist", "42704"));
    ServingViews views =
        new ServingViews(
            redshift,
            new Fence("shop", "route", 7),
            List.of(Reader.parse("ghost"), Reader.parse("group:dash")),
            ServingViews.standard(),
            CLOCK,
            pauses::add);

    views.apply(List.of(new Order(orders, Optional.empty(), Target.REPLICA, "x")), new RunId("r"));

    assertThat(views.absent()).containsExactly(Reader.parse("ghost"));
    assertThat(redshift.logged("GRANT SELECT"))
        .containsExactly("GRANT SELECT ON TABLE \"serving_shop\".\"orders\" TO GROUP \"dash\"");
  }

  @Test
  void aHeldViewIsTriedAgain() {
    redshift
        .answer("relname = ? [serving_shop, orders]", row("kind", "v"))
        .fail(
            "CREATE OR REPLACE VIEW",
            new SQLException("canceling statement due to statement timeout", "57014"),
            new SQLException("canceling statement due to statement timeout", "57014"));

    views().apply(List.of(toFallback()), new RunId("r1"));

    assertThat(pauses).hasSize(2);
    assertThat(redshift.logged("CREATE OR REPLACE VIEW")).hasSize(3);
  }

  @Test
  void aBlockedTableNamesItselfInTheError() {
    assertThat(orders.replace(Target.BLOCKED))
        .contains("FROM \"plumbline_blocked\".\"no_copy_of_orders_is_right\"");
  }

  private Order toFallback() {
    return new Order(orders, Optional.of(Target.REPLICA), Target.FALLBACK, "a reason");
  }

  private ServingViews views() {
    return new ServingViews(
        redshift,
        new Fence("shop", "route", 7),
        List.of(Reader.parse("group:dash")),
        ServingViews.standard(),
        CLOCK,
        pauses::add);
  }

  private int lastBegin() {
    return redshift.log.lastIndexOf("BEGIN");
  }

  private static int index(List<String> log, String part) {
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError("no '" + part + "' in " + log);
  }
}
