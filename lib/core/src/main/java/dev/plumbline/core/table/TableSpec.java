package dev.plumbline.core.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The single declaration of a table; every physical name and every piece of DDL comes from it.
 *
 * @param id unique in the pipeline, {@code [a-z][a-z0-9_]*}
 * @param source the table at the source, named as it is there
 * @param key the columns that identify a row; empty for a table without a key
 * @param columns in the order of the source
 * @param group tables of one group are switched together; the table's own id when none is declared
 * @param route when readers are moved from the replica to the fallback, and back
 * @param expect known exceptions of the replica
 * @param reconcile how the copies are compared
 * @param evolve what is done when the source's columns have changed
 */
public record TableSpec(
    String id,
    TableName source,
    List<String> key,
    List<ColumnSpec> columns,
    String group,
    ExtractionSpec extraction,
    PublishSpec publish,
    RouteSpec route,
    List<ExpectSpec> expect,
    ReconcileSpec reconcile,
    Optional<IngestSpec> ingest,
    Evolve evolve) {

  public TableSpec {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    expect = List.copyOf(expect);
  }

  /** A table that declares nothing about its route and its comparisons. */
  public TableSpec(
      String id,
      TableName source,
      List<String> key,
      List<ColumnSpec> columns,
      String group,
      ExtractionSpec extraction,
      PublishSpec publish,
      Optional<IngestSpec> ingest) {
    this(
        id,
        source,
        key,
        columns,
        group,
        extraction,
        publish,
        RouteSpec.standard(),
        List.of(),
        ReconcileSpec.standard(),
        ingest,
        Evolve.WARN);
  }

  /** The same table with other columns. */
  public TableSpec withColumns(List<ColumnSpec> others) {
    return new TableSpec(
        id,
        source,
        key,
        others,
        group,
        extraction,
        publish,
        route,
        expect,
        reconcile,
        ingest,
        evolve);
  }

  public ColumnSpec column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name + " in table " + id));
  }

  /**
   * How rows leave the source.
   *
   * @param splitRows rows that one partition holds at most, about
   * @param proof whether the source digests the rows as they are read, and what was written is
   *     compared with that before it is visible
   * @param cursor by which changed rows are found; there with mode incremental
   * @param firstLoad folder of Parquet files, an export of the table, from which bronze is filled
   *     before the source is asked for what it has otherwise; empty where the source gives all rows
   */
  public record ExtractionSpec(
      Mode mode,
      long splitRows,
      boolean proof,
      Optional<CursorSpec> cursor,
      Optional<String> firstLoad) {
    /** All rows come from the source. */
    public ExtractionSpec(Mode mode, long splitRows, boolean proof, Optional<CursorSpec> cursor) {
      this(mode, splitRows, proof, cursor, Optional.empty());
    }

    /** Proven. */
    public ExtractionSpec(Mode mode, long splitRows) {
      this(mode, splitRows, true);
    }

    /** Without a cursor. */
    public ExtractionSpec(Mode mode, long splitRows, boolean proof) {
      this(mode, splitRows, proof, Optional.empty());
    }

    /** Which rows a run reads. */
    public enum Mode {
      /** All of them; the table is replaced in one commit. */
      FULL,
      /** Those that a cursor column tells to be new or changed, and the keys that are gone. */
      INCREMENTAL,
      /** Those whose keys the source's binary log names since the last extraction. */
      CHANGES
    }
  }

  /**
   * How the copies in Redshift are laid out.
   *
   * @param fallback whether a fallback table is kept
   * @param distKey column, or empty for Redshift's choice
   * @param changedPercent where more of the rows have changed, the table is copied whole
   * @param wholeAfter so many publications by difference are followed by a whole copy, which leaves
   *     no dead and no unsorted rows
   */
  public record PublishSpec(
      boolean fallback,
      Optional<String> distKey,
      List<String> sortKey,
      int changedPercent,
      int wholeAfter) {
    public static final int CHANGED_PERCENT = 20;
    public static final int WHOLE_AFTER = 100;

    public PublishSpec {
      sortKey = List.copyOf(sortKey);
    }

    /** With the usual bounds of a difference. */
    public PublishSpec(boolean fallback, Optional<String> distKey, List<String> sortKey) {
      this(fallback, distKey, sortKey, CHANGED_PERCENT, WHOLE_AFTER);
    }
  }

  /**
   * How the table is filled from the API.
   *
   * @param resource the resource's name, and its table's id in {@code bronze_api}
   * @param path relative to the API's address, such as {@code /users}
   * @param pageSize rows asked for at once
   * @param fields JSON pointer by column, in column order
   * @param references foreign keys: column to the table id whose key it holds
   */
  public record IngestSpec(
      String resource,
      String path,
      int pageSize,
      boolean deleteMissing,
      Map<String, String> fields,
      Map<String, String> references) {}
}
