package dev.plumbline.stores.redshift;

import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.StateUnknownException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.stores.redshift.LockedTransaction.CommitUnknownException;
import dev.plumbline.stores.redshift.RouteLedger.Switched;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches serving views between the copies of their tables: one short transaction for a table or a
 * group, with its rows in the ledger. An attempt that finds a view in use gives up after a fraction
 * of a second, so that neither the readers that use it nor those that come are held up, and is made
 * again.
 */
public final class ServingViews {
  private static final Logger LOG = LoggerFactory.getLogger(ServingViews.class);

  /** One attempt holds views for no longer than that, however many they are. */
  private static final Duration HELD = Duration.ofMillis(700);

  private final SessionSource sessions;
  private final Fence fence;
  private final List<Reader> readers;
  private final SwitchPolicy policy;
  private final Clock clock;
  private final Waiting waiting;
  private final Set<Reader> absent = new LinkedHashSet<>();

  /**
   * @param readers who is granted SELECT on views that are made
   */
  public ServingViews(
      SessionSource sessions,
      Fence fence,
      List<Reader> readers,
      SwitchPolicy policy,
      Clock clock,
      Waiting waiting) {
    this.sessions = sessions;
    this.fence = fence;
    this.readers = List.copyOf(readers);
    this.policy = policy;
    this.clock = clock;
    this.waiting = waiting;
  }

  /** A fifth of a second for a lock, half a second for a statement, for half a minute in all. */
  public static SwitchPolicy standard() {
    return new SwitchPolicy(
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofMillis(50),
        Duration.ofSeconds(30));
  }

  /**
   * One view that is to be switched.
   *
   * @param from what serves it now; empty when nothing does
   */
  public record Order(ServedTable table, Optional<Target> from, Target to, String reason) {}

  /**
   * Switches the views of one group, all of them or none.
   *
   * @return the seconds that it took
   * @throws PublishException when nothing has changed
   * @throws StateUnknownException when it cannot be told whether it took effect
   */
  public double apply(List<Order> group, RunId runId) {
    long start = System.nanoTime();
    try (RedshiftSession session = sessions.open()) {
      prepare(session, group);
      refuseWhatShowsMore(session, group);
      new Switch(session, group, runId).run();
    } catch (CommitUnknownException e) {
      settle(group, runId, e);
    } catch (SQLException e) {
      throw failure(group, RedshiftErrors.text(e), e);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void prepare(RedshiftSession session, List<Order> group) throws SQLException {
    RedshiftLedger.ensure(session);
    transaction().run(session, () -> List.of(LedgerTables.FENCES), () -> fence.raise(session));
    for (Order order : group) {
      RelationName view = order.table().view();
      Schemas.ensure(session, view.schema());
      if (!Schemas.exists(session, view)) {
        welcome(session, view.schema());
      }
    }
  }

  /** Lets readers into the schema; one that the warehouse does not have is left out. */
  private void welcome(RedshiftSession session, String schema) throws SQLException {
    for (Reader reader : readers) {
      try {
        session.execute(reader.usage(schema));
      } catch (SQLException e) {
        if (!RedshiftErrors.noSuchGrantee(e)) {
          throw e;
        }
        absent.add(reader);
        LOG.warn("{} is granted nothing: {}", reader, RedshiftErrors.text(e));
      }
    }
  }

  /**
   * Those of the readers that the warehouse turned out not to have, so that nothing was granted.
   */
  public Set<Reader> absent() {
    return Set.copyOf(absent);
  }

  private void refuseWhatShowsMore(RedshiftSession session, List<Order> group) throws SQLException {
    CopyRights rights = new CopyRights(sessions, session);
    for (Order order : group) {
      boolean moves =
          order.from().filter(from -> from != order.to() && from != Target.BLOCKED).isPresent();
      if (moves && order.to() != Target.BLOCKED) {
        Optional<String> more =
            rights.more(
                order.table().view(),
                order.table().copy(order.from().get()),
                order.table().copy(order.to()));
        if (more.isPresent()) {
          throw new PublishException(
              "Cannot switch "
                  + order.table().view()
                  + " to the "
                  + order.to().label()
                  + ": readers would see more than now, since "
                  + more.get());
        }
      }
    }
  }

  private LockedTransaction transaction() {
    return new LockedTransaction(policy, clock, waiting);
  }

  /** Asks the ledger whether the commit took effect, once the lost transaction has surely ended. */
  private void settle(List<Order> group, RunId runId, CommitUnknownException lost) {
    boolean[] done = new boolean[1];
    try (RedshiftSession session = sessions.open()) {
      transaction()
          .run(
              session,
              () -> List.of(LedgerTables.FENCES),
              () ->
                  done[0] =
                      RouteLedger.switched(session, fence, runId)
                          .containsAll(group.stream().map(o -> o.table().id()).toList()));
    } catch (SQLException | RuntimeException e) {
      e.addSuppressed(lost);
      throw new StateUnknownException(
          "Cannot tell whether "
              + names(group)
              + " were switched: the connection was lost during the commit. This query tells, a row"
              + " for each that was: "
              + RouteLedger.query(fence.pipeline(), runId),
          e);
    }
    if (!done[0]) {
      throw failure(
          group,
          "the connection was lost during the commit, and the ledger shows that it did not take"
              + " effect: "
              + RedshiftErrors.text(lost),
          lost);
    }
  }

  private static String names(List<Order> group) {
    return String.join(", ", group.stream().map(order -> order.table().view().toString()).toList());
  }

  private static PublishException failure(List<Order> group, String reason, Exception cause) {
    return new PublishException(
        "Cannot switch "
            + names(group)
            + ": "
            + reason.replaceFirst("\\.$", "")
            + ". Readers see what they saw",
        cause);
  }

  /** One switch of one group, over all its attempts. */
  private final class Switch {
    private final RedshiftSession session;
    private final List<Order> group;
    private final RunId runId;
    private final Map<String, Set<Grant>> grants = new LinkedHashMap<>();
    private final Map<String, Boolean> present = new LinkedHashMap<>();
    private boolean reshape;

    Switch(RedshiftSession session, List<Order> group, RunId runId) {
      this.session = session;
      this.group = group;
      this.runId = runId;
    }

    void run() throws SQLException {
      try {
        attempts();
      } catch (CommitUnknownException e) {
        throw e;
      } catch (SQLException e) {
        if (!RedshiftErrors.viewChangesShape(e)) {
          throw explained(e);
        }
        reshape = true;
        try {
          for (Order order : group) {
            welcome(session, order.table().view().schema());
          }
          attempts();
        } catch (CommitUnknownException again) {
          throw again;
        } catch (SQLException again) {
          throw explained(again);
        }
      }
    }

    private void attempts() throws SQLException {
      transaction().run(session, this::look, this::change);
    }

    /** What is there now; before the transaction, which has no time for it. */
    private List<RelationName> look() throws SQLException {
      Grants probe = Grants.probe(session);
      for (Order order : group) {
        RelationName view = order.table().view();
        Optional<String> kind = Schemas.kind(session, view);
        if (kind.isPresent() && !kind.get().equals("v")) {
          throw new PlumblineException(
              ExitCode.PUBLISH_FAILED,
              "Cannot switch " + view + ": it is there already and is no view; rename or drop it");
        }
        present.put(order.table().id(), kind.isPresent());
        grants.put(order.table().id(), kind.isPresent() ? probe.read(session, view) : Set.of());
      }
      return List.of(LedgerTables.FENCES);
    }

    private void change() throws SQLException {
      fence.check(session);
      long start = System.nanoTime();
      for (Order order : group) {
        Duration left = HELD.minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
          throw new SQLException("the views were not free all at once", "57014");
        }
        session.statementTimeout(shorter(left, policy.lockWait()));
        view(order);
      }
      session.statementTimeout(policy.work());
      Instant now = clock.instant();
      for (Order order : group) {
        RouteLedger.note(
            session,
            fence,
            new Switched(order.table().id(), order.to(), order.reason(), now, runId.value()));
      }
    }

    private void view(Order order) throws SQLException {
      ServedTable table = order.table();
      boolean there = present.get(table.id());
      if (there && !reshape) {
        session.execute(table.replace(order.to()));
        return;
      }
      if (there) {
        session.execute("DROP VIEW " + table.view().sql());
      }
      session.execute(table.create(order.to()));
      for (Grant grant : grants.get(table.id())) {
        session.execute(grant.grant(table.view()));
      }
      for (Reader reader : readers) {
        if (!absent.contains(reader)) {
          session.execute(reader.select(table.view()));
        }
      }
      if (there) {
        takeBackDefaults(table);
      }
    }

    /** What default privileges gave on the new view beyond what the old one had. */
    private void takeBackDefaults(ServedTable table) throws SQLException {
      Set<Grant> meant = new LinkedHashSet<>(grants.get(table.id()));
      readers.forEach(reader -> meant.add(reader.selecting()));
      for (Grant grant : Grants.own(session, table.view())) {
        if (meant.stream().noneMatch(one -> one.gives(grant))) {
          session.execute(grant.revoke(table.view()));
        }
      }
    }

    private PublishException explained(SQLException e) {
      String reason = RedshiftErrors.text(e);
      if (RedshiftErrors.timedOut(e)) {
        List<RelationName> views = group.stream().map(order -> order.table().view()).toList();
        reason =
            "a query held the view until the switch gave up"
                + Blockers.describe(session, views).map(text -> ": " + text).orElse("")
                + " ("
                + reason
                + ")";
      }
      return failure(group, reason, e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
