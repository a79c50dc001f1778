package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.Storage;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.BucketDigest;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.RowDigest;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.measure.RowValues;
import dev.plumbline.core.reconcile.plan.Bucketing.ByKeyHash;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRange;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRowHash;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyBounds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** A store whose rows are lists of canonical values. */
final class MemoryTable implements ComparedSide {
  private static final long serialVersionUID = 1L;

  private final TableForm form;
  private final ComparedTable table;
  final transient List<List<String>> rows = new ArrayList<>();
  transient BiPredicate<RowKey, RowKey> sameKey = RowKey::equals;
  transient Runnable beforeRead = () -> {};
  transient int mostRowsRead;

  MemoryTable(String label, TableForm form) {
    this.form = form;
    this.table =
        new ComparedTable(
            label,
            List.of(label),
            form.columns().stream()
                .map(c -> new StoredColumn(c.name(), c.name(), Storage.TEXT, "VARCHAR(20)"))
                .toList(),
            "");
  }

  MemoryTable with(String... values) {
    rows.add(java.util.Arrays.asList(values));
    return this;
  }

  @Override
  public ComparedTable table() {
    return table;
  }

  @Override
  public ComparedStore open() {
    return new Session();
  }

  private String hash(List<String> row) {
    return CanonicalBytes.hash(
        CanonicalBytes.text(form.inStore(), row, form.strength()), form.strength());
  }

  private RowKey key(List<String> row) {
    if (form.keyless()) {
      return RowKey.of(hash(row));
    }
    List<String> names = form.columns().stream().map(DigestColumn::name).toList();
    return new RowKey(form.key().stream().map(name -> row.get(names.indexOf(name))).toList());
  }

  private final class Session implements ComparedStore {
    @Override
    public KeyBounds bounds() {
      if (!form.numericKey()) {
        return KeyBounds.rows(rows.size());
      }
      List<BigInteger> keys =
          rows.stream()
              .map(row -> key(row).values().get(0))
              .filter(value -> value != null)
              .map(BigInteger::new)
              .sorted()
              .toList();
      return keys.isEmpty()
          ? KeyBounds.rows(rows.size())
          : new KeyBounds(rows.size(), keys.get(0), keys.get(keys.size() - 1));
    }

    @Override
    public List<BigInteger> boundaries(long chunkRows) {
      List<BigInteger> keys =
          rows.stream().map(row -> new BigInteger(key(row).values().get(0))).sorted().toList();
      List<BigInteger> starts = new ArrayList<>();
      for (long i = chunkRows; i < keys.size(); i += chunkRows) {
        starts.add(keys.get((int) i));
      }
      return starts;
    }

    @Override
    public List<BucketDigest> digests(Chunk chunk, int maxBuckets) {
      beforeRead.run();
      Map<BigInteger, BucketDigest> buckets = new HashMap<>();
      for (List<String> row : List.copyOf(rows)) {
        if (in(chunk, row)) {
          BigInteger lane = CanonicalBytes.lane(hash(row), 0);
          buckets.merge(
              String.valueOf(bucket(chunk, row)).equals("null") ? null : bucket(chunk, row),
              new BucketDigest(bucket(chunk, row), 1, 0, List.of(lane)),
              (a, b) ->
                  new BucketDigest(
                      a.bucket(), a.rows() + 1, 0, List.of(a.lanes().get(0).add(lane))));
        }
      }
      return buckets.values().stream().limit(maxBuckets + 1L).toList();
    }

    private boolean in(Chunk chunk, List<String> row) {
      if (chunk.range().isAll()) {
        return true;
      }
      String value = key(row).values().get(0);
      return value == null
          ? chunk.range().from() == null
          : chunk.range().contains(new BigInteger(value));
    }

    private BigInteger bucket(Chunk chunk, List<String> row) {
      if (chunk.bucketing() instanceof ByRange range) {
        String value = key(row).values().get(0);
        return value == null ? null : range.bucket(new BigInteger(value));
      }
      if (chunk.bucketing() instanceof ByKeyHash hash) {
        String text = CanonicalBytes.text(form.keyForm(), key(row).values(), form.strength());
        return BigInteger.valueOf(CanonicalBytes.keyBucket(text, hash.buckets()));
      }
      long buckets = ((ByRowHash) chunk.bucketing()).buckets();
      return BigInteger.valueOf(CanonicalBytes.bucket(hash(row), buckets));
    }

    @Override
    public void rows(Chunk chunk, Collection<BigInteger> buckets, Consumer<RowDigest> sink) {
      beforeRead.run();
      int read = 0;
      for (List<String> row : List.copyOf(rows)) {
        if (in(chunk, row) && new ArrayList<>(buckets).contains(bucket(chunk, row))) {
          sink.accept(new RowDigest(key(row), hash(row)));
          read++;
        }
      }
      mostRowsRead = Math.max(mostRowsRead, read);
    }

    @Override
    public List<RowDigest> rowsOf(Collection<RowKey> keys) {
      beforeRead.run();
      return rows.stream()
          .filter(row -> keys.stream().anyMatch(key -> sameKey.test(key, key(row))))
          .map(row -> new RowDigest(key(row), hash(row)))
          .toList();
    }

    @Override
    public List<RowValues> valuesOf(Collection<RowKey> keys) {
      return rows.stream()
          .filter(row -> keys.contains(key(row)))
          .map(row -> new RowValues(key(row), row))
          .toList();
    }

    @Override
    public void close() {}
  }
}
