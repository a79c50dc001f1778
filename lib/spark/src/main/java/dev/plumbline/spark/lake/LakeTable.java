package dev.plumbline.spark.lake;

import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.SparkSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * One Iceberg table. Every data commit carries the id of its run in the snapshot's summary, which
 * is what says whether a run has been here.
 *
 * <p>Failures are {@link PlumblineException}s: exit 20 where catalog or storage cannot be reached,
 * exit 51 where it cannot be told whether a commit took effect.
 */
public final class LakeTable {
  private static final String RUN_ID = "plumbline.run-id";
  private static final String FACTS = "plumbline.";

  /** Table properties, each of which speaks of one snapshot. */
  private static final String NOTES = "plumbline.note.";

  private static final String FACT_PROPERTY = SnapshotSummary.EXTRA_METADATA_PREFIX + FACTS;
  private static final String RUN_PROPERTY = SnapshotSummary.EXTRA_METADATA_PREFIX + RUN_ID;

  private final SparkSession spark;
  private final Catalog catalog;
  private final TableIdentifier id;
  private final boolean unproven;

  LakeTable(SparkSession spark, Catalog catalog, TableIdentifier id) {
    this(spark, catalog, id, false);
  }

  private LakeTable(SparkSession spark, Catalog catalog, TableIdentifier id, boolean unproven) {
    this.spark = spark;
    this.catalog = catalog;
    this.id = id;
    this.unproven = unproven;
  }

  /**
   * The same table, whose present state is a draft that was kept (see {@link LakeDraft#keep}), for
   * as long as there is one. A draft made of it is published as any other is.
   */
  public LakeTable unproven() {
    return new LakeTable(spark, catalog, id, true);
  }

  /** Namespace and table, such as {@code silver.dim_users}. */
  public String name() {
    return id.toString();
  }

  public boolean exists() {
    return SparkFailures.call("look for table " + name(), () -> catalog.tableExists(id));
  }

  /** What the run committed to this table, if it did. */
  public Optional<LakeCommit> committed(RunId run) {
    if (exists()) {
      for (Snapshot snapshot : history(load())) {
        if (run.value().equals(snapshot.summary().get(RUN_ID))) {
          return Optional.of(commit(snapshot));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Replaces all rows in one atomic commit, after creating the table or adding columns where that
   * is needed. Where a column goes or changes its type, columns and rows change in one commit.
   *
   * <p>The same run id again changes nothing and returns the earlier result.
   */
  public LakeCommit replace(Dataset<Row> rows, RunId run) {
    return replace(rows, run, Map.of());
  }

  /**
   * The same, with facts about the data that the commit keeps in the snapshot's summary.
   *
   * @param facts by name, without prefix
   */
  public LakeCommit replace(Dataset<Row> rows, RunId run, Map<String, String> facts) {
    Optional<LakeCommit> earlier = committed(run);
    if (earlier.isPresent()) {
      return earlier.get().again();
    }
    boolean fits = adapt(rows.schema());
    return commit(
        run,
        () -> {
          DataFrameWriterV2<Row> writer = withFacts(writer(rows, sparkName(), run), facts);
          if (fits) {
            writer.overwrite(functions.lit(true));
          } else {
            LakeProperties.ALL.forEach(writer::tableProperty);
            writer.using("iceberg").createOrReplace();
          }
        });
  }

  /** Adds rows in one commit; the same run id again adds nothing. */
  public LakeCommit append(Dataset<Row> rows, RunId run) {
    Optional<LakeCommit> earlier = committed(run);
    if (earlier.isPresent()) {
      return earlier.get().again();
    }
    if (!adapt(rows.schema())) {
      throw new IllegalStateException("rows of another shape for " + name());
    }
    return commit(run, () -> writer(rows, sparkName(), run).append());
  }

  /**
   * Writes the next state of the table where no reader sees it, after clearing what dead runs left
   * there.
   *
   * @param rows all rows of the next state
   */
  public LakeDraft draft(Dataset<Row> rows, RunId run) {
    return draft(rows, run, Map.of());
  }

  /**
   * The same, with facts about the data that the commit keeps in the snapshot's summary.
   *
   * @param facts by name, without prefix
   */
  public LakeDraft draft(Dataset<Row> rows, RunId run, Map<String, String> facts) {
    return draft(LakeRows.of(rows), run, facts);
  }

  /** The same, written by the cheapest way there is. */
  public LakeDraft draft(LakeRows rows, RunId run, Map<String, String> facts) {
    return LakeDraft.write(spark, this, rows, run, facts);
  }

  /** The rows as they are now. */
  public Dataset<Row> rows() {
    return spark.table(sparkName());
  }

  /** The rows of the present snapshot, whatever is committed afterwards. */
  public Dataset<Row> rowsNow() {
    Snapshot snapshot = present(load());
    return snapshot == null
        ? rows()
        : spark.read().option("snapshot-id", snapshot.snapshotId()).table(sparkName());
  }

  /** How many rows the table has now, from its metadata where that says so. */
  public long rowCount() {
    return snapshot().rowCount();
  }

  /** What was committed last, if anything was. */
  public Optional<LakeCommit> lastCommit() {
    return Optional.ofNullable(present(load())).map(this::commit);
  }

  /** The run that committed last. */
  public Optional<RunId> lastRun() {
    return Optional.ofNullable(present(load()))
        .map(snapshot -> snapshot.summary().get(RUN_ID))
        .map(RunId::new);
  }

  /** A fact that the last commit keeps about its data. */
  public Optional<String> fact(String name) {
    return Optional.ofNullable(present(load()))
        .map(snapshot -> snapshot.summary().get(FACTS + name));
  }

  /**
   * What was noted of the present snapshot after it had been written: a fact can only say what was
   * known before. A note on an earlier snapshot is not found.
   */
  public Optional<String> note(String name) {
    Table table = load();
    Snapshot snapshot = present(table);
    if (snapshot == null) {
      return Optional.empty();
    }
    String prefix = snapshot.snapshotId() + " ";
    return Optional.ofNullable(table.properties().get(NOTES + name))
        .filter(note -> note.startsWith(prefix))
        .map(note -> note.substring(prefix.length()));
  }

  /** Notes something of a commit. */
  void note(LakeCommit commit, Map<String, String> notes) {
    SparkFailures.run(
        "note on " + name(),
        () -> addNotes(load().updateProperties(), commit.snapshotId(), notes).commit());
  }

  /** What a fact's name is in a snapshot's summary. */
  static String factName(String name) {
    return FACTS + name;
  }

  static UpdateProperties addNotes(
      UpdateProperties update, long snapshot, Map<String, String> notes) {
    notes.forEach((name, value) -> update.set(NOTES + name, snapshot + " " + value));
    return update;
  }

  /** Names the present state of the table; empty before the first commit. */
  public OptionalLong snapshotId() {
    Snapshot snapshot = present(load());
    return snapshot == null ? OptionalLong.empty() : OptionalLong.of(snapshot.snapshotId());
  }

  /** When the last commit was made. */
  public Optional<Instant> committedAt() {
    return Optional.ofNullable(present(load()))
        .map(snapshot -> Instant.ofEpochMilli(snapshot.timestampMillis()));
  }

  /**
   * Names the run's last snapshot {@code run_<id>}, so that it can be read again until {@code keep}
   * has passed. Nothing happens when it has the name already or is gone.
   */
  public void tag(RunId run, Duration keep) {
    String tag = tagName(run);
    Optional<LakeCommit> commit = committed(run);
    if (commit.isEmpty()) {
      return;
    }
    long snapshot = commit.get().snapshotId();
    SnapshotRef present = load().refs().get(tag);
    if (present == null) {
      change("tag", refs -> refs.createTag(tag, snapshot).setMaxRefAgeMs(tag, keep.toMillis()));
    } else if (present.snapshotId() != snapshot) {
      change("tag", refs -> refs.replaceTag(tag, snapshot));
    }
  }

  static String tagName(RunId run) {
    return "run_" + run.value();
  }

  /** Forgets snapshots older than that, with the files that only they held; never the last one. */
  public void expire(Instant before) {
    SparkFailures.run(
        "expire snapshots of " + name(),
        () -> {
          ExpireSnapshots expiry =
              load()
                  .expireSnapshots()
                  .expireOlderThan(before.toEpochMilli())
                  .cleanExpiredFiles(true);
          // Where snapshots are not named one by one, Iceberg leaves the files that the first one
          // which stays has replaced: it removes what snapshots that go had deleted themselves.
          expiry.apply().forEach(snapshot -> expiry.expireSnapshotId(snapshot.snapshotId()));
          expiry.commit();
        });
  }

  /** The table as it is now, whatever is committed afterwards. */
  public LakeSnapshot snapshot() {
    return new LakeSnapshot(spark, this, load());
  }

  /** Parquet copies of some of the table's rows, made as {@link LakeSnapshot#files} makes them. */
  public LakeFiles copies(
      Dataset<Row> some, Set<String> asBytes, Map<String, Integer> cutText, String stagePrefix) {
    return Staging.copy(spark, some, asBytes, cutText, stagePrefix);
  }

  /**
   * Writes the next state of the table where no reader sees it: without some rows, and with some
   * others. What stays is not written again.
   *
   * @param gone the rows that go, of the present snapshot, as {@link #under} gives them
   * @param fresh the rows that come, in the table's columns
   */
  public LakeDraft draft(
      Dataset<Row> gone, Dataset<Row> fresh, RunId run, Map<String, String> facts) {
    return LakeDraft.change(spark, this, gone, fresh, run, facts);
  }

  /**
   * The same of rows that lie in files already, and of files that name the rows that go.
   *
   * @param gone of the present snapshot
   */
  public LakeDraft draft(LakeDeletes gone, LakeParts fresh, RunId run, Map<String, String> facts) {
    return LakeDraft.change(spark, this, gone, fresh, run, facts);
  }

  /** For rows that are written into files before a draft has them. */
  public LakeParts parts() {
    return new LakeParts(spark, this);
  }

  /** The files of the present snapshot, with the deletes that each has. */
  public LakePresent present() {
    Table loaded = load();
    Snapshot snapshot = present(loaded);
    return new LakePresent(
        loaded, snapshot == null ? OptionalLong.empty() : OptionalLong.of(snapshot.snapshotId()));
  }

  /**
   * The rows of the present snapshot under some keys, with where each of them lies in two further
   * columns.
   *
   * @param keys each once, in the table's types, in columns named as there
   */
  public Dataset<Row> under(Dataset<Row> keys) {
    Dataset<Row> present = LakeDelete.placed(rowsNow()).where(KeySpan.condition(keys));
    Column same = functions.lit(true);
    for (String name : keys.columns()) {
      String quoted = "`" + name.replace("`", "``") + "`";
      same = same.and(present.col(quoted).eqNullSafe(keys.col(quoted)));
    }
    return present.join(keys, same, "left_semi");
  }

  /**
   * Whether rows of that shape can be put beside those that are there, column by column. Columns
   * that came for rows which never did are not there.
   */
  public boolean fits(StructType rows) {
    if (!exists()) {
      return false;
    }
    Table loaded = load();
    Snapshot snapshot = present(loaded);
    Schema wanted = TableSchema.of(rows);
    return TableSchema.same(loaded.schema(), wanted)
        && (snapshot == null || TableSchema.same(LakeSnapshot.schema(loaded, snapshot), wanted));
  }

  /**
   * Replaces the rows under some keys and no others, in one commit.
   *
   * @param gone the keys of the rows that go, each once, as the table has them
   * @param fresh the rows that come, in the table's columns
   * @param key names of the key's columns
   * @param facts as for {@link #replace}
   */
  public LakeCommit replaceKeys(
      Dataset<Row> gone,
      Dataset<Row> fresh,
      List<String> key,
      RunId run,
      Map<String, String> facts) {
    return commit(run, () -> new LakeMerge(spark, this, key).run(gone, fresh, summary(run, facts)));
  }

  /** What a commit's summary says of the run and the data. */
  static Map<String, String> summary(RunId run, Map<String, String> facts) {
    Map<String, String> summary = new LinkedHashMap<>(Map.of(RUN_ID, run.value()));
    facts.forEach((name, value) -> summary.put(FACTS + name, value));
    return summary;
  }

  /** Creates the table or adds columns to it; false where a column would go or change its type. */
  boolean adapt(StructType rows) {
    Schema wanted = TableSchema.of(rows);
    Table table = ensure(wanted);
    if (TableSchema.same(table.schema(), wanted)) {
      return true;
    }
    if (!TableSchema.onlyAdds(table.schema(), wanted)) {
      return false;
    }
    UpdateSchema update = table.updateSchema();
    TableSchema.evolve(update, table.schema(), wanted);
    SparkFailures.run("change the columns of " + name(), update::commit);
    return true;
  }

  /** Changes branches and tags in one commit. */
  void change(String what, UnaryOperator<ManageSnapshots> change) {
    SparkFailures.run(what + " " + name(), () -> change.apply(load().manageSnapshots()).commit());
  }

  /** The table in which a draft lies that cannot be a branch. */
  LakeTable scratch() {
    return new LakeTable(spark, catalog, TableIdentifier.of(id.namespace(), id.name() + "__build"));
  }

  /** The present state; null where nothing was ever written. */
  Snapshot present(Table loaded) {
    return isKept(loaded) ? loaded.snapshot(LakeDraft.KEPT) : loaded.currentSnapshot();
  }

  /** Whether the present state is a draft that was kept. */
  boolean isKept(Table loaded) {
    return unproven && loaded.refs().containsKey(LakeDraft.KEPT);
  }

  /** The present state and those from which it came, the newest first. */
  Iterable<Snapshot> history(Table loaded) {
    Snapshot snapshot = present(loaded);
    return snapshot == null
        ? List.of()
        : SnapshotUtil.ancestorsOf(snapshot.snapshotId(), loaded::snapshot);
  }

  /** Removes the table and its files. */
  public void drop() {
    SparkFailures.run("drop " + name(), () -> catalog.dropTable(id, true));
  }

  Table load() {
    return SparkFailures.call("load table " + name(), () -> catalog.loadTable(id));
  }

  String sparkName() {
    return SparkSessions.LAKE + "." + id.namespace().level(0) + ".`" + id.name() + "`";
  }

  /** A writer whose commit carries the run's id. */
  static DataFrameWriterV2<Row> writer(Dataset<Row> rows, String target, RunId run) {
    return rows.writeTo(target).option(RUN_PROPERTY, run.value());
  }

  /** The writer, whose commit keeps facts in the snapshot's summary. */
  static DataFrameWriterV2<Row> withFacts(
      DataFrameWriterV2<Row> writer, Map<String, String> facts) {
    facts.forEach((name, value) -> writer.option(FACT_PROPERTY + name, value));
    return writer;
  }

  private Table ensure(Schema wanted) {
    if (exists()) {
      return load();
    }
    return SparkFailures.call(
        "create " + name(),
        () -> {
          createNamespace();
          try {
            return catalog.createTable(
                id, wanted, PartitionSpec.unpartitioned(), LakeProperties.ALL);
          } catch (AlreadyExistsException e) {
            return load();
          }
        });
  }

  /**
   * Two tables of a new namespace may be created at once. The catalog that is faster wins; the
   * other hears of it in words of its own, and the JDBC catalog as a violated constraint.
   */
  private void createNamespace() {
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
    if (namespaces.namespaceExists(id.namespace())) {
      return;
    }
    try {
      namespaces.createNamespace(id.namespace());
    } catch (RuntimeException e) {
      if (!namespaces.namespaceExists(id.namespace())) {
        throw e;
      }
    }
  }

  /** Where the catalog does not say whether a commit took effect, the table itself is asked. */
  private LakeCommit commit(RunId run, SparkFailures.Action write) {
    try {
      SparkFailures.run("write " + name(), write);
    } catch (PlumblineException e) {
      boolean unknown =
          SparkFailures.causes(e).stream().anyMatch(CommitStateUnknownException.class::isInstance);
      if (!unknown || committed(run).isEmpty()) {
        throw e;
      }
    }
    return committed(run)
        .orElseThrow(
            () -> new IllegalStateException("no snapshot of run " + run + " in " + name()));
  }

  LakeCommit commit(Snapshot snapshot) {
    return new LakeCommit(
        name(),
        snapshot.snapshotId(),
        number(snapshot, SnapshotSummary.ADDED_RECORDS_PROP),
        number(snapshot, SnapshotSummary.ADDED_FILE_SIZE_PROP),
        number(snapshot, SnapshotSummary.ADDED_FILES_PROP),
        false);
  }

  static long number(Snapshot snapshot, String key) {
    return Long.parseLong(snapshot.summary().getOrDefault(key, "0"));
  }
}
