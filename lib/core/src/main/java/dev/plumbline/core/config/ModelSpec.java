package dev.plumbline.core.config;

import java.util.List;
import java.util.Optional;

/**
 * One silver or gold table: a {@code .sql} with its {@code .yaml} and, where there are rules, its
 * {@code .dqdl}.
 *
 * @param layer {@code silver} or {@code gold}
 * @param name of the table; {@code layer.name} in the lake and in Redshift
 * @param grain what one row stands for, in words
 * @param key columns that are unique together
 * @param columns in the order of the table
 * @param sql the SELECT
 * @param sqlFile where the SELECT was read from, for messages
 * @param rules quality rules in DQDL whose failure keeps the table as it was
 * @param warnings quality rules in DQDL whose failure is reported only
 */
public record ModelSpec(
    String layer,
    String name,
    String grain,
    List<String> key,
    List<Column> columns,
    String sql,
    String sqlFile,
    Optional<Rules> rules,
    Optional<Rules> warnings,
    Optional<String> distKey,
    List<String> sortKey) {

  public ModelSpec {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    sortKey = List.copyOf(sortKey);
  }

  /** The table's full name, such as {@code silver.dim_users}. */
  public String table() {
    return layer + "." + name;
  }

  /**
   * One column of the model.
   *
   * @param type Spark's name of the type, such as {@code bigint} or {@code decimal(10,2)}
   * @param length greatest number of bytes of a string, for Redshift; 0 otherwise
   */
  public record Column(String name, String type, int length, Mask mask, String description) {}

  /** How a column's values are hidden. */
  public enum Mask {
    NONE,
    /** Replaced by the SHA-256 of the value in hex: still joins and counts, no longer readable. */
    SHA256,
    /** Always NULL. */
    NULL
  }

  /** A DQDL rule set and where it was read from. */
  public record Rules(String dqdl, String file) {}
}
