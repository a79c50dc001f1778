package dev.plumbline.core.reconcile.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import dev.plumbline.core.table.ColumnType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random tables with planted differences, judged by looking at every row. */
class TableComparisonPropertyTest {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final CompareLimits SMALL =
      new CompareLimits(new PlanLimits(40, 8, 64), 50, 10_000, 7, 5);
  private static final CompareLimits FITTING =
      new CompareLimits(new PlanLimits(400, 40, 64, true), 50, 10_000, 7, 5);

  /** The kinds of keys that are planned in different ways. */
  enum KeyKind {
    DENSE,
    SPARSE,
    HUGE_UNSIGNED,
    TEXT,
    COMPOSITE,
    NONE
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void findsExactlyWhatWasPlanted(int seed) {
    for (KeyKind kind : KeyKind.values()) {
      Random random = new Random(seed * 31L + kind.ordinal());
      Pair pair = Pair.random(kind, random);
      pair.plant(random, 1 + random.nextInt(50));

      List<String> found = new ArrayList<>();
      ComparisonResult result =
          new TableComparison(
                  pair.form,
                  pair.left,
                  pair.right,
                  TableComparison.Settings.of(CLOCK)
                      .withLimits(seed % 2 == 0 ? SMALL : FITTING)
                      .withSink(difference -> found.add(shown(difference))))
              .compare();

      List<String> expected = bruteForce(pair);
      assertThat(found).as("%s, seed %d", kind, seed).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(result.judgement().verdict())
          .isEqualTo(expected.isEmpty() ? Verdict.MATCH : Verdict.MISMATCH);
      assertThat(result.leftRows()).isEqualTo(pair.left.rows.size());
      assertThat(result.rightRows()).isEqualTo(pair.right.rows.size());
    }
  }

  @ParameterizedTest
  @EnumSource(KeyKind.class)
  void equalTablesMatch(KeyKind kind) {
    Pair pair = Pair.random(kind, new Random(7));
    ComparisonResult result =
        new TableComparison(
                pair.form,
                pair.left,
                pair.right,
                TableComparison.Settings.of(CLOCK).withLimits(SMALL))
            .compare();
    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MATCH);
    assertThat(pair.left.mostRowsRead).isZero();
  }

  /** Keys of two ages: most of them dense, and a few far above, so that equal spans are uneven. */
  @Test
  void keysThatAreGoneAreFoundWithoutReadingTheirCrowdedNeighbours() {
    TableForm form =
        TableForm.of(List.of(DigestColumn.of("id", ColumnType.parse("bigint"))), List.of("id"));
    MemoryTable left = new MemoryTable("left", form);
    MemoryTable right = new MemoryTable("right", form);
    List<String> gone = new ArrayList<>();
    for (int id = 1; id <= 6_000; id++) {
      String key = Integer.toString(id > 5_950 ? 1_000_000_000 + id : id);
      right.with(key);
      if (id % 400 == 8) {
        gone.add("EXTRA " + key + " x1");
      } else {
        left.with(key);
      }
    }
    CompareLimits limits =
        new CompareLimits(new PlanLimits(10_000, 1_000, 1_000, true), 5_000, 10_000, 500, 0);
    List<String> found = new ArrayList<>();

    new TableComparison(
            form,
            left,
            right,
            TableComparison.Settings.of(CLOCK)
                .withLimits(limits)
                .withSink(difference -> found.add(shown(difference))))
        .compare();

    assertThat(found).containsExactlyInAnyOrderElementsOf(gone);
    assertThat(right.mostRowsRead).isPositive().isLessThan(1_200);
  }

  private static String shown(Difference difference) {
    return difference.kind() + " " + difference.key() + " x" + difference.rows();
  }

  /** Every key of both sides, without digests, chunks or buckets. */
  private static List<String> bruteForce(Pair pair) {
    Map<RowKey, List<List<String>>> left = byKey(pair, pair.left.rows);
    Map<RowKey, List<List<String>>> right = byKey(pair, pair.right.rows);
    Map<RowKey, Boolean> keys = new TreeMap<>();
    left.keySet().forEach(key -> keys.put(key, true));
    right.keySet().forEach(key -> keys.put(key, true));
    List<String> expected = new ArrayList<>();
    for (RowKey key : keys.keySet()) {
      List<List<String>> mine = left.getOrDefault(key, List.of());
      List<List<String>> theirs = right.getOrDefault(key, List.of());
      if (mine.size() > theirs.size()) {
        expected.add("MISSING " + key + " x" + (mine.size() - theirs.size()));
      } else if (mine.size() < theirs.size()) {
        String kind = mine.isEmpty() ? "EXTRA " : "DUPLICATE ";
        expected.add(kind + key + " x" + (theirs.size() - mine.size()));
      } else if (!mine.equals(theirs)) {
        expected.add("CHANGED " + key + " x1");
      }
    }
    return expected;
  }

  private static Map<RowKey, List<List<String>>> byKey(Pair pair, List<List<String>> rows) {
    Map<RowKey, List<List<String>>> map = new TreeMap<>();
    rows.forEach(row -> map.computeIfAbsent(pair.key(row), key -> new ArrayList<>()).add(row));
    return map;
  }

  /** A table and its copy. */
  private static final class Pair {
    private final KeyKind kind;
    private final TableForm form;
    private final MemoryTable left;
    private final MemoryTable right;

    private Pair(KeyKind kind) {
      this.kind = kind;
      String keyType =
          switch (kind) {
            case TEXT -> "varchar(40)";
            case HUGE_UNSIGNED -> "bigint unsigned";
            default -> "bigint";
          };
      List<DigestColumn> columns =
          List.of(
              column("id", keyType),
              column("part", "varchar(20)"),
              column("note", "text"),
              column("amount", "decimal(10,2)"));
      this.form =
          TableForm.of(
              columns,
              switch (kind) {
                case NONE -> List.of();
                case COMPOSITE -> List.of("id", "part");
                default -> List.of("id");
              });
      this.left = new MemoryTable("left", form);
      this.right = new MemoryTable("right", form);
    }

    private static DigestColumn column(String name, String type) {
      return DigestColumn.of(name, ColumnType.parse(type));
    }

    static Pair random(KeyKind kind, Random random) {
      Pair pair = new Pair(kind);
      int rows = 150 + random.nextInt(100);
      for (int i = 0; i < rows; i++) {
        pair.left.rows.add(pair.row(i, random));
      }
      pair.right.rows.addAll(pair.left.rows);
      Collections.shuffle(pair.right.rows, random);
      return pair;
    }

    private List<String> row(int i, Random random) {
      String id =
          switch (kind) {
            case DENSE -> Long.toString(i - 60L);
            case SPARSE -> Long.toString((long) i * i * i * 1_000_003 - 500_000);
            case HUGE_UNSIGNED -> "1844674407370955" + (1000 + i);
            case TEXT -> "key|" + Integer.toString(i, 36) + (i % 3 == 0 ? " " : "");
            case COMPOSITE -> Integer.toString(i / 4);
            case NONE -> Integer.toString(i % 120);
          };
      String part = kind == KeyKind.COMPOSITE ? "p" + i % 4 : text(random);
      String note = kind == KeyKind.NONE ? "same" : text(random);
      return new ArrayList<>(
          java.util.Arrays.asList(id, part, note, Integer.toString(random.nextInt(3))));
    }

    private static String text(Random random) {
      return switch (random.nextInt(5)) {
        case 0 -> null;
        case 1 -> "";
        case 2 -> "~";
        case 3 -> "a|b," + random.nextInt(9);
        default -> String.format(Locale.ROOT, "déjà %d", random.nextInt(1000));
      };
    }

    RowKey key(List<String> row) {
      return switch (kind) {
        case NONE ->
            RowKey.of(
                dev.plumbline.core.reconcile.form.CanonicalBytes.hash(
                    dev.plumbline.core.reconcile.form.CanonicalBytes.text(
                        form.inStore(), row, form.strength()),
                    form.strength()));
        case COMPOSITE -> RowKey.of(row.get(0), row.get(1));
        default -> RowKey.of(row.get(0));
      };
    }

    void plant(Random random, int faults) {
      for (int i = 0; i < faults; i++) {
        int at = random.nextInt(right.rows.size());
        List<String> row = new ArrayList<>(right.rows.get(at));
        switch (random.nextInt(6)) {
          case 0 -> right.rows.remove(at);
          case 1 -> right.rows.add(row);
          case 2 -> replace(at, row, 2, row.get(2) == null ? "" : null);
          case 3 -> right.rows.add(row(1_000 + i, random));
          case 4 -> swap(at, random.nextInt(right.rows.size()));
          default -> replace(at, row, 3, row.get(3) + "9");
        }
      }
    }

    private void replace(int at, List<String> row, int column, String value) {
      row.set(column, value);
      right.rows.set(at, row);
    }

    /** The amounts of two rows change places, so that every column holds the same values. */
    private void swap(int one, int other) {
      List<String> first = new ArrayList<>(right.rows.get(one));
      List<String> second = new ArrayList<>(right.rows.get(other));
      String amount = first.set(3, second.get(3));
      second.set(3, amount);
      right.rows.set(one, first);
      if (one != other) {
        right.rows.set(other, second);
      }
    }
  }
}
