package dev.plumbline.sandbox.fault;

import dev.plumbline.sandbox.fault.FaultList.Effect;
import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One order that strikes changes as they are applied: the next ones of its table, or those of the
 * keys that it names. A row that was struck is struck again by its further changes, which the
 * source may have committed already, so that what the list says of it stays true; a change that
 * takes the row away, or gives it another key, mends it. Confined to the applying thread.
 */
final class Flight {
  private final FaultOrder order;
  private final FaultList list;
  private final ReservedKeys reserved;
  private final Set<List<String>> wanted;
  private final Map<List<String>, Hit> hits = new HashMap<>();
  private SourceTable shape;
  private RowFaults faults;
  private final AtomicInteger left;
  private int column = -1;
  private Row partner;

  /**
   * A struck row.
   *
   * @param number in the list
   * @param column the struck cell, or -1 for the whole row
   * @param given the value that a swap gave it, or the row that a drop left there; else null
   */
  private record Hit(long number, int column, String given) {}

  /** What is written in a change's place, and what that means for the row. */
  private record Struck(List<RowChange> written, int column, String given, Effect effect) {}

  Flight(FaultOrder order, FaultList list, ReservedKeys reserved) {
    this.order = order;
    this.list = list;
    this.reserved = reserved;
    this.wanted = new HashSet<>(order.keys());
    this.left = new AtomicInteger(order.rows());
  }

  FaultOrder order() {
    return order;
  }

  /** How many more changes it strikes, or pairs of them; may be asked on any thread. */
  int left() {
    return left.get();
  }

  /** What is written instead; empty where the change is none that it strikes. */
  Optional<List<RowChange>> apply(SourceTable table, RowChange change) {
    if (!isOpen(table)) {
      return Optional.empty();
    }
    List<Integer> places = table.keyIndexes();
    List<String> key = change.image().pick(places);
    boolean moved =
        change.kind() == RowChange.Kind.UPDATE && !change.before().pick(places).equals(key);
    Hit hit = hits.get(moved ? change.before().pick(places) : key);
    if (hit != null) {
      return again(table, change, key, hit, moved);
    }
    if (left.get() == 0 || moved || !isWanted(key)) {
      forget(change, places);
      return Optional.empty();
    }
    return order.kind() == FaultKind.SWAP
        ? swap(table, change, key)
        : strike(table, change, key, -1).map(struck -> take(key, struck));
  }

  /** It ends when the table's columns change: what it struck by then stays as it is. */
  private boolean isOpen(SourceTable table) {
    if (shape == null) {
      shape = table;
      faults = new RowFaults(order, table);
    } else if (!shape.equals(table)) {
      left.set(0);
      return false;
    }
    return true;
  }

  private boolean isWanted(List<String> key) {
    return wanted.isEmpty() ? !reserved.isReserved(order.table(), key) : wanted.contains(key);
  }

  private List<RowChange> take(List<String> key, Struck struck) {
    left.decrementAndGet();
    hit(key, struck);
    return struck.written();
  }

  private void hit(List<String> key, Struck struck) {
    reserved.reserveAtOnce(order.table(), List.of(key));
    long number = list.add(order, struck.effect()).number();
    hits.put(key, new Hit(number, struck.column(), struck.given()));
  }

  private Optional<List<RowChange>> again(
      SourceTable table, RowChange change, List<String> key, Hit hit, boolean moved) {
    boolean gone = moved || change.kind() == RowChange.Kind.DELETE;
    Optional<Struck> struck = gone ? Optional.empty() : restrike(table, change, key, hit);
    if (struck.isEmpty()) {
      mended(hit);
      return Optional.empty();
    }
    Effect effect = struck.get().effect();
    if (Objects.equals(effect.before(), effect.after())) {
      mended(hit);
    } else {
      list.replace(hit.number(), order, effect);
    }
    return Optional.of(struck.get().written());
  }

  private void mended(Hit hit) {
    hits.values().remove(hit);
    list.remove(hit.number());
  }

  private Optional<Struck> restrike(
      SourceTable table, RowChange change, List<String> key, Hit hit) {
    return switch (order.kind()) {
      case DROP -> {
        Effect effect = new Effect(key, "", text(change.after()), hit.given());
        yield Optional.of(new Struck(List.of(), -1, hit.given(), effect));
      }
      case SWAP -> put(table, change, hit.column(), Optional.of(hit.given()));
      default -> strike(table, change, key, hit.column());
    };
  }

  /**
   * @param again the column that was struck before, or -1
   */
  private Optional<Struck> strike(
      SourceTable table, RowChange change, List<String> key, int again) {
    return switch (order.kind()) {
      case DROP -> Optional.of(dropped(change, key));
      case DUPLICATE -> Optional.ofNullable(change.after()).map(row -> doubled(change, key));
      default ->
          Optional.ofNullable(change.after())
              .flatMap(row -> again < 0 ? choose(row) : Optional.of(again))
              .flatMap(
                  place ->
                      put(table, change, place, faults.wrong(place, change.after().cell(place))));
    };
  }

  private static Struck dropped(RowChange change, List<String> key) {
    Effect effect = new Effect(key, "", text(change.after()), text(change.before()));
    return new Struck(List.of(), -1, effect.after(), effect);
  }

  private static String text(Row row) {
    return row == null ? null : row.toString();
  }

  private static Struck doubled(RowChange change, List<String> key) {
    RowChange more =
        new RowChange(
            change.table(), RowChange.Kind.INSERT, null, change.after(), change.transactionId());
    String once = change.after().toString();
    return new Struck(List.of(change, more), -1, null, new Effect(key, "", once, once + ", twice"));
  }

  /** The column to be struck in a row; a shift keeps to the first one that it finds. */
  private Optional<Integer> choose(Row row) {
    if (order.kind() == FaultKind.SHIFT && column >= 0) {
      return Optional.of(column);
    }
    Optional<Integer> chosen =
        faults
            .edit(row)
            .filter(RowEdit.Put.class::isInstance)
            .map(edit -> ((RowEdit.Put) edit).column());
    chosen.ifPresent(place -> column = place);
    return chosen;
  }

  private Optional<Struck> put(
      SourceTable table, RowChange change, int place, Optional<String> value) {
    Row right = change.after();
    return value
        .filter(wrong -> !wrong.equals(right.cell(place)))
        .map(
            wrong ->
                new Struck(
                    List.of(with(change, right.with(place, wrong))),
                    place,
                    wrong,
                    FaultsAtRest.effect(table, right, new RowEdit.Put(place, wrong))));
  }

  private static RowChange with(RowChange change, Row after) {
    return new RowChange(
        change.table(), change.kind(), change.before(), after, change.transactionId());
  }

  /** Waits for two rows with different values, and writes each with the other's. */
  private Optional<List<RowChange>> swap(SourceTable table, RowChange change, List<String> key) {
    forget(change, table.keyIndexes());
    Row row = change.after();
    if (row == null) {
      return Optional.empty();
    }
    if (partner == null) {
      partner = row;
      return Optional.empty();
    }
    Row first = partner;
    return faults.swappable(first, row).map(place -> swapped(table, first, change, key, place));
  }

  private List<RowChange> swapped(
      SourceTable table, Row first, RowChange change, List<String> key, int place) {
    RowChange back =
        new RowChange(change.table(), RowChange.Kind.UPDATE, first, first, change.transactionId());
    Struck one = put(table, back, place, Optional.of(change.after().cell(place))).orElseThrow();
    Struck other = put(table, change, place, Optional.of(first.cell(place))).orElseThrow();
    partner = null;
    left.decrementAndGet();
    hit(first.pick(table.keyIndexes()), one);
    hit(key, other);
    return List.of(one.written().get(0), other.written().get(0));
  }

  /** A row that waits for another to swap with has changed, or is gone. */
  private void forget(RowChange change, List<Integer> key) {
    if (partner != null
        && change.before() != null
        && change.before().pick(key).equals(partner.pick(key))) {
      partner = null;
    }
  }
}
