package dev.plumbline.stores.ledger;

import dev.plumbline.core.route.Pin;
import dev.plumbline.core.route.Target;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered between two looks at the routes of a pipeline. Redshift's ledger is the truth
 * about what serves a table; this is what can be read with Redshift down.
 *
 * @param checkedAt the last time that Redshift answered; null before the first
 * @param tables by the table's id
 * @param told the last alert of each group, by the group's name, so that none is sent twice
 * @param acks until when nobody wants to hear of a group
 * @param repairs resyncs that were begun and not ended, by the table's id
 * @param maintenance null when there is none
 */
public record RouteBook(
    Instant checkedAt,
    Map<String, Entry> tables,
    Map<String, Told> told,
    Map<String, Ack> acks,
    Map<String, Repair> repairs,
    Maintenance maintenance) {

  /**
   * What serves one table.
   *
   * @param definition what the view was made from, to tell when it has to be made anew
   */
  public record Entry(
      Target target,
      Instant since,
      int bad,
      int good,
      Instant counted,
      String cause,
      String reason,
      boolean needsPeople,
      String runId,
      String definition,
      Pin pin) {

    /** The same with nothing counted: only comparisons that end after that instant count. */
    public Entry anew(Instant from) {
      return new Entry(
          target, since, 0, 0, from, cause, reason, needsPeople, runId, definition, pin);
    }

    /** The same with another pin, or null for none. */
    public Entry with(Pin other) {
      return new Entry(
          target, since, bad, good, counted, cause, reason, needsPeople, runId, definition, other);
    }
  }

  /** An alert that was sent. */
  public record Told(String key, Instant at) {}

  /** A person's word that a group's alerts are known. */
  public record Ack(Instant until, String why, String by) {}

  /**
   * A resync under way.
   *
   * @param step the step that was begun last
   */
  public record Repair(String step, Instant startedAt, String runId) {}

  /**
   * A planned time in which the integration is not to be trusted.
   *
   * @param integrationId of the integration as it was when it began
   * @param database the integration's database that is followed now
   */
  public record Maintenance(
      Instant startedAt, Instant until, String why, String integrationId, String database) {}

  public RouteBook {
    tables = copy(tables);
    told = copy(told);
    acks = copy(acks);
    repairs = copy(repairs);
  }

  /** A pipeline that was never looked at. */
  public static RouteBook empty() {
    return new RouteBook(null, Map.of(), Map.of(), Map.of(), Map.of(), null);
  }

  public RouteBook checked(Instant at) {
    return new RouteBook(at, tables, told, acks, repairs, maintenance);
  }

  public RouteBook with(String table, Entry entry) {
    return new RouteBook(checkedAt, put(tables, table, entry), told, acks, repairs, maintenance);
  }

  public RouteBook with(String group, Told alert) {
    return new RouteBook(checkedAt, tables, put(told, group, alert), acks, repairs, maintenance);
  }

  public RouteBook with(String group, Ack ack) {
    return new RouteBook(checkedAt, tables, told, put(acks, group, ack), repairs, maintenance);
  }

  /** The same with a resync at that step; null ends it. */
  public RouteBook with(String table, Repair repair) {
    return new RouteBook(checkedAt, tables, told, acks, put(repairs, table, repair), maintenance);
  }

  /** The same with a maintenance; null ends it. */
  public RouteBook with(Maintenance other) {
    return new RouteBook(checkedAt, tables, told, acks, repairs, other);
  }

  private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
    Map<String, V> next = new LinkedHashMap<>(map);
    if (value == null) {
      next.remove(key);
    } else {
      next.put(key, value);
    }
    return next;
  }

  private static <V> Map<String, V> copy(Map<String, V> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }
}
