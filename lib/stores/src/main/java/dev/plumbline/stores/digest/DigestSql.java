package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.Slice;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.Storage;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Bucketing.ByKeyHash;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRange;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRowHash;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.table.ColumnClass;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of every rung for one table in one store. Each is text with values bound, lists of
 * whole numbers aside, so that it can be shown without being run.
 */
public final class DigestSql {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

  /** Keys in one list. MySQL plans by a list's ranges up to some 30,000 of them. */
  private static final int MOST_LISTED = 5_000;

  /** Keys that a store holds against each row, one by one. */
  private static final int MOST_HELD = 1_000;

  private final DigestDialect dialect;
  private final TableForm form;
  private final ComparedTable table;

  public DigestSql(DigestDialect dialect, TableForm form, ComparedTable table) {
    this.dialect = dialect;
    this.form = form;
    this.table = table;
  }

  /** One row: count, and for a numeric key its least and greatest value. */
  public BoundSql bounds() {
    String ends = form.numericKey() ? ", MIN(" + key().quoted + "), MAX(" + key().quoted + ")" : "";
    return select("SELECT COUNT(*)" + ends, sliced(new Where()));
  }

  /** The key that many rows after a key; no row at the end. */
  public BoundSql boundary(BigInteger after, long rows) {
    Where where = sliced(new Where());
    if (after != null) {
      where.and(dialect.bound(key().stored, ">=", after));
    }
    BoundSql all = select("SELECT " + key().quoted, where);
    return new BoundSql(
        all.sql() + " ORDER BY " + key().quoted + " LIMIT 1 OFFSET " + rows, all.values());
  }

  /** A row per bucket: bucket, count, sum per lane. */
  public BoundSql digests(Chunk chunk) {
    if (form.strength() == DigestStrength.CHECKSUM) {
      throw new IllegalStateException("no store sums checksums");
    }
    StringBuilder sql = new StringBuilder("SELECT ").append(bucket(chunk.bucketing()));
    sql.append(" AS b, COUNT(*) AS n");
    for (int lane = 0; lane < form.strength().lanes(); lane++) {
      sql.append(", ").append(dialect.laneSum(rowHash(), lane)).append(" AS l").append(lane);
    }
    BoundSql all = select(sql.toString(), sliced(within(chunk.range())));
    return new BoundSql(all.sql() + " GROUP BY 1", all.values());
  }

  /** A row per table row: bucket, identity (key text or row hash), values for the tool. */
  public BoundSql toolValues(Chunk chunk) {
    return select(
        "SELECT " + bucket(chunk.bucketing()) + " AS b, " + identity() + " AS i" + toolColumns(),
        sliced(within(chunk.range())));
  }

  /** A row per table row of some buckets: hash, canonical key, then what the tool digests. */
  public BoundSql rows(Chunk chunk, Collection<BigInteger> buckets) {
    return select(rowDigests(), sliced(within(chunk, buckets)));
  }

  /** As {@link #rows}, for given keys. */
  public BoundSql rowsOf(Collection<RowKey> keys) {
    return select(rowDigests(), having(keys));
  }

  /** A row per table row with such a key: hash, canonical key, tool values, canonical values. */
  public BoundSql valuesOf(Collection<RowKey> keys) {
    String values =
        form.columns(ColumnClass.IN_STORE).stream()
            .map(column -> ", " + canonical(column))
            .collect(Collectors.joining());
    return select(rowDigests() + values, having(keys));
  }

  /**
   * Rows under just those keys: unlike {@link #rowsOf}, none that only a collation holds equal, or
   * that differs in trailing spaces.
   *
   * @param columns the SELECT list in this store's SQL
   */
  public BoundSql exactly(String columns, Collection<RowKey> keys) {
    return select("SELECT " + columns, having(keys, this::same));
  }

  /** The same, in statements of as many keys as one of them asks for at most. */
  public List<BoundSql> exactlyInParts(String columns, List<RowKey> keys) {
    int most = listed(keys) ? MOST_LISTED : MOST_HELD;
    List<BoundSql> statements = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += most) {
      int until = Math.min(keys.size(), from + most);
      statements.add(exactly(columns, keys.subList(from, until)));
    }
    return statements;
  }

  private List<DigestDialect.Condition> same(RowKey key) {
    List<DigestDialect.Condition> conditions = new ArrayList<>(matching(key));
    for (int i = 0; i < form.keyColumns().size(); i++) {
      String value = key.values().get(i);
      DigestColumn column = form.keyColumns().get(i);
      if (value != null && isText(column)) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        conditions.add(
            new DigestDialect.Condition(
                "OCTET_LENGTH(" + canonical(column) + ") = " + bytes, null));
      }
    }
    return conditions;
  }

  private static boolean isText(DigestColumn column) {
    return column.form() == CanonicalForm.TEXT || column.form() == CanonicalForm.PADDED_TEXT;
  }

  private String rowDigests() {
    String keys =
        form.keyColumns().stream()
            .map(column -> ", " + canonical(column))
            .collect(Collectors.joining());
    String identity = form.byTool().isEmpty() ? "" : ", " + identity() + " AS i";
    // Of a row that is nothing but its key no hash is sent with it.
    return "SELECT "
        + (form.keysOnly() ? "''" : rowHash())
        + " AS h"
        + keys
        + identity
        + toolColumns();
  }

  private String toolColumns() {
    return form.columns(ColumnClass.BY_SPARK).stream()
        .map(column -> ", " + dialect.toolValue(column, table.stored(column)))
        .collect(Collectors.joining());
  }

  private String canonical(DigestColumn column) {
    return dialect.canonical(column, table.stored(column));
  }

  /**
   * The expressions from which a row's digest is made beside its values: its hash and, where the
   * tool digests columns of a table with a key, the text of that key.
   */
  List<String> passing() {
    return form.keyless() || form.byTool().isEmpty()
        ? List.of(rowHash())
        : List.of(rowHash(), identity());
  }

  private String rowHash() {
    return dialect.hash(dialect.rowText(form.inStore(), table, form.strength()), form.strength());
  }

  private String keyText() {
    return dialect.rowText(form.keyForm(), table, form.strength());
  }

  /** What ties a tool digest to its row. */
  private String identity() {
    return form.keyless() ? rowHash() : keyText();
  }

  private String bucket(Bucketing bucketing) {
    if (bucketing instanceof ByRange range) {
      return dialect.rangeBucket(key().stored, range.width());
    }
    if (bucketing instanceof ByKeyHash hash) {
      return dialect.hashBucket(dialect.hash(keyText(), DigestStrength.STANDARD), hash.buckets());
    }
    return dialect.hashBucket(rowHash(), ((ByRowHash) bucketing).buckets());
  }

  /**
   * What is looked up by key is in the slice already, or is not to be missed for its spelling or
   * since its cursor was not written.
   */
  private Where sliced(Where where) {
    if (!table.part().isEmpty()) {
      where.and(new DigestDialect.Condition(table.part(), null));
    }
    Slice slice = table.slice();
    if (slice != null) {
      String hash = form.keyless() ? rowHash() : dialect.hash(keyText(), DigestStrength.STANDARD);
      where.and(
          new DigestDialect.Condition(
              dialect.hashBucket(hash, slice.of()) + " = " + slice.number(), null));
    }
    return where;
  }

  private Where within(KeyRange range) {
    Where where = new Where();
    if (range.isAll()) {
      return where;
    }
    where.either(List.of(inside(range)));
    if (range.from() == null) {
      where.orNull(key().quoted);
    }
    return where;
  }

  private List<DigestDialect.Condition> inside(KeyRange range) {
    List<DigestDialect.Condition> conditions = new ArrayList<>();
    if (range.from() != null) {
      conditions.add(dialect.bound(key().stored, ">=", range.from()));
    }
    if (range.until() != null) {
      conditions.add(dialect.bound(key().stored, "<", range.until()));
    }
    return conditions;
  }

  private Where within(Chunk chunk, Collection<BigInteger> buckets) {
    if (!(chunk.bucketing() instanceof ByRange range)) {
      Where where = within(chunk.range());
      where.and(oneOf(chunk.bucketing(), buckets));
      return where;
    }
    Where where = new Where();
    List<BigInteger> keyed = buckets.stream().filter(bucket -> bucket != null).toList();
    where.either(
        range.manyOf(keyed) ? List.of(among(range, keyed, chunk)) : spans(range, keyed, chunk));
    if (keyed.size() < buckets.size()) {
      where.orNull(key().quoted);
    }
    return where;
  }

  /** Where they are few, each is looked for in the key's index. */
  private List<List<DigestDialect.Condition>> spans(
      ByRange range, List<BigInteger> buckets, Chunk chunk) {
    return buckets.stream()
        .sorted()
        .map(bucket -> inside(range.span(bucket).intersect(chunk.range())))
        .toList();
  }

  /** Where they are many, a store would hold each row against each of them. */
  private List<DigestDialect.Condition> among(
      ByRange range, List<BigInteger> buckets, Chunk chunk) {
    List<DigestDialect.Condition> conditions =
        new ArrayList<>(inside(range.span(buckets).intersect(chunk.range())));
    conditions.add(oneOf(range, buckets));
    return conditions;
  }

  private DigestDialect.Condition oneOf(Bucketing bucketing, Collection<BigInteger> buckets) {
    return list(bucket(bucketing), buckets.stream().sorted().map(BigInteger::toString));
  }

  private static DigestDialect.Condition list(String value, Stream<String> numbers) {
    return new DigestDialect.Condition(
        value + numbers.collect(Collectors.joining(", ", " IN (", ")")), null);
  }

  private Where having(Collection<RowKey> keys) {
    return having(keys, this::matching);
  }

  /** Whole numbers are one list, which a store need not hold against each row one by one. */
  private Where having(
      Collection<RowKey> keys, Function<RowKey, List<DigestDialect.Condition>> same) {
    Where where = new Where();
    if (listed(keys)) {
      where.and(list(key().quoted, keys.stream().map(DigestSql::whole)));
    } else {
      where.either(keys.stream().map(same).toList());
    }
    return where;
  }

  /** What goes into a statement as it is must be digits. */
  private static String whole(RowKey key) {
    String number = key.values().get(0);
    if (!WHOLE.matcher(number).matches()) {
      throw new IllegalArgumentException("no whole number: " + number);
    }
    return number;
  }

  private boolean listed(Collection<RowKey> keys) {
    return form.numericKey()
        && key().stored.storage() == Storage.INTEGER
        && keys.stream().noneMatch(key -> key.values().get(0) == null);
  }

  private List<DigestDialect.Condition> matching(RowKey key) {
    if (form.keyless()) {
      String hash = key.values().get(0).substring(0, hashDigits());
      return List.of(new DigestDialect.Condition(rowHash() + " = ?", hash));
    }
    List<DigestDialect.Condition> conditions = new ArrayList<>();
    for (int i = 0; i < form.keyColumns().size(); i++) {
      DigestColumn column = form.keyColumns().get(i);
      conditions.add(dialect.equals(column, table.stored(column), key.values().get(i)));
    }
    return conditions;
  }

  private int hashDigits() {
    return form.strength() == DigestStrength.STRONG ? 64 : 32;
  }

  private BoundSql select(String select, Where where) {
    if (!table.filter().isEmpty()) {
      where.and(new DigestDialect.Condition("(" + table.filter() + ")", null));
    }
    return new BoundSql(
        select + " FROM " + dialect.table(table.nameParts()) + where.sql(), where.values());
  }

  private Key key() {
    StoredColumn stored = table.stored(form.keyColumns().get(0));
    return new Key(stored, dialect.quote(stored.physical()));
  }

  private record Key(StoredColumn stored, String quoted) {}
}
