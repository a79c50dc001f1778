package dev.plumbline.core.table;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The table of types: one row per MySQL type, and what a column of it is in every store.
 *
 * <p>The columns are
 *
 * <ul>
 *   <li>Spark: the type in bronze, which Iceberg and Parquet hold without loss;
 *   <li>staging: the Redshift type that COPY demands for that Parquet column (an exact match, see
 *       the COPY notes for columnar formats in the Redshift guide);
 *   <li>fallback: the Redshift type of our own copy, wide enough for every value, since Redshift
 *       counts the bytes of a VARCHAR and MySQL its characters;
 *   <li>replica: what zero-ETL makes of it (Aurora user guide, zero-etl.querying, type table), or
 *       null where zero-ETL does not support the type;
 *   <li>serving: the type under which readers see it from either copy.
 * </ul>
 *
 * <p>{@code {n}} is the declared length, {@code {4n}} four bytes per character up to Redshift's
 * 65,535, {@code {p},{s}} precision and scale.
 */
public enum MySqlType {
  TINYINT("int", "INTEGER", "SMALLINT", "SMALLINT", "SMALLINT", CanonicalForm.INTEGER),
  TINYINT_UNSIGNED("int", "INTEGER", "SMALLINT", "SMALLINT", "SMALLINT", CanonicalForm.INTEGER),
  SMALLINT("int", "INTEGER", "SMALLINT", "SMALLINT", "SMALLINT", CanonicalForm.INTEGER),
  SMALLINT_UNSIGNED("int", "INTEGER", "INTEGER", null, "INTEGER", CanonicalForm.INTEGER),
  MEDIUMINT("int", "INTEGER", "INTEGER", "INTEGER", "INTEGER", CanonicalForm.INTEGER),
  MEDIUMINT_UNSIGNED("int", "INTEGER", "INTEGER", "INTEGER", "INTEGER", CanonicalForm.INTEGER),
  INT("int", "INTEGER", "INTEGER", "INTEGER", "INTEGER", CanonicalForm.INTEGER),
  INT_UNSIGNED("bigint", "BIGINT", "BIGINT", "BIGINT", "BIGINT", CanonicalForm.INTEGER),
  BIGINT("bigint", "BIGINT", "BIGINT", "BIGINT", "BIGINT", CanonicalForm.INTEGER),
  BIGINT_UNSIGNED(
      "decimal(20,0)",
      "DECIMAL(20,0)",
      "DECIMAL(20,0)",
      "DECIMAL(20,0)",
      "DECIMAL(20,0)",
      CanonicalForm.INTEGER),
  DECIMAL(
      "decimal({p},{s})",
      "DECIMAL({p},{s})",
      "DECIMAL({p},{s})",
      "DECIMAL({p},{s})",
      "DECIMAL({p},{s})",
      CanonicalForm.DECIMAL),
  /** More digits than Spark and Redshift hold (38, scale 37): exact as text. */
  DECIMAL_WIDE(
      "string", "VARCHAR(128)", "VARCHAR(128)", null, "VARCHAR(128)", CanonicalForm.DECIMAL),
  FLOAT("float", "REAL", "REAL", "REAL", "REAL", CanonicalForm.FLOAT32),
  DOUBLE(
      "double",
      "DOUBLE PRECISION",
      "DOUBLE PRECISION",
      "DOUBLE PRECISION",
      "DOUBLE PRECISION",
      CanonicalForm.FLOAT64),
  /** Always eight bytes wide, as zero-ETL writes it. */
  BIT("binary", "VARBYTE(8)", "VARBYTE(8)", "VARBYTE(8)", "VARBYTE(8)", CanonicalForm.BITS),
  BINARY(
      "binary",
      "VARBYTE({n})",
      "VARBYTE({n})",
      "VARBYTE({n})",
      "VARBYTE({n})",
      CanonicalForm.BYTES),
  VARBINARY(
      "binary",
      "VARBYTE({n})",
      "VARBYTE({n})",
      "VARBYTE({n})",
      "VARBYTE({n})",
      CanonicalForm.BYTES),
  TINYBLOB("binary", "VARBYTE(255)", "VARBYTE(255)", null, "VARBYTE(255)", CanonicalForm.BYTES),
  BLOB("binary", "VARBYTE(65535)", "VARBYTE(65535)", null, "VARBYTE(65535)", CanonicalForm.BYTES),
  MEDIUMBLOB(
      "binary",
      "VARBYTE(16777216)",
      "VARBYTE(16777216)",
      null,
      "VARBYTE(16777216)",
      CanonicalForm.BYTES),
  LONGBLOB(
      "binary",
      "VARBYTE(16777216)",
      "VARBYTE(16777216)",
      null,
      "VARBYTE(16777216)",
      CanonicalForm.BYTES),
  CHAR(
      "string",
      "VARCHAR({4n})",
      "VARCHAR({4n})",
      "VARCHAR({n})",
      "VARCHAR({4n})",
      CanonicalForm.PADDED_TEXT),
  VARCHAR(
      "string",
      "VARCHAR({4n})",
      "VARCHAR({4n})",
      "VARCHAR({n})",
      "VARCHAR({4n})",
      CanonicalForm.TEXT),
  TINYTEXT(
      "string",
      "VARCHAR(1020)",
      "VARCHAR(1020)",
      "VARCHAR(255)",
      "VARCHAR(1020)",
      CanonicalForm.TEXT),
  TEXT(
      "string",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      CanonicalForm.TEXT),
  MEDIUMTEXT(
      "string",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      CanonicalForm.TEXT),
  LONGTEXT(
      "string",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      "VARCHAR(65535)",
      CanonicalForm.TEXT),
  ENUM(
      "string",
      "VARCHAR(1020)",
      "VARCHAR(1020)",
      "VARCHAR(1020)",
      "VARCHAR(1020)",
      CanonicalForm.TEXT),
  SET(
      "string",
      "VARCHAR(1020)",
      "VARCHAR(1020)",
      "VARCHAR(1020)",
      "VARCHAR(1020)",
      CanonicalForm.TEXT),
  DATE("date", "DATE", "DATE", "DATE", "DATE", CanonicalForm.DATE),
  DATETIME(
      "timestamp_ntz",
      "TIMESTAMP",
      "TIMESTAMP",
      "TIMESTAMP",
      "TIMESTAMP",
      CanonicalForm.LOCAL_MICROS),
  TIMESTAMP(
      "timestamp",
      "TIMESTAMP",
      "TIMESTAMP",
      "TIMESTAMP",
      "TIMESTAMP",
      CanonicalForm.INSTANT_MICROS),
  TIME(
      "bigint",
      "BIGINT",
      "VARCHAR(18)",
      "VARCHAR(18)",
      "VARCHAR(18)",
      CanonicalForm.DURATION_MICROS),
  YEAR("int", "INTEGER", "VARCHAR(4)", "VARCHAR(4)", "VARCHAR(4)", CanonicalForm.INTEGER),
  /** Staged as bytes: COPY would make one string of it, JSON_PARSE makes the value. */
  JSON("string", "VARBYTE(16777216)", "SUPER", "SUPER", "SUPER", CanonicalForm.JSON),
  /** MySQL's internal form: four bytes of SRID, then well-known binary. */
  GEOMETRY(
      "binary",
      "VARBYTE(16777216)",
      "VARBYTE(16777216)",
      null,
      "VARBYTE(16777216)",
      CanonicalForm.BYTES);

  private static final Set<MySqlType> WHOLE_NUMBERS =
      EnumSet.of(
          TINYINT,
          TINYINT_UNSIGNED,
          SMALLINT,
          SMALLINT_UNSIGNED,
          MEDIUMINT,
          MEDIUMINT_UNSIGNED,
          INT,
          INT_UNSIGNED,
          BIGINT,
          BIGINT_UNSIGNED);

  private final String spark;
  private final String staging;
  private final String fallback;
  private final String replica;
  private final String serving;
  private final CanonicalForm canonical;

  MySqlType(
      String spark,
      String staging,
      String fallback,
      String replica,
      String serving,
      CanonicalForm canonical) {
    this.spark = spark;
    this.staging = staging;
    this.fallback = fallback;
    this.replica = replica;
    this.serving = serving;
    this.canonical = canonical;
  }

  String spark() {
    return spark;
  }

  String staging() {
    return staging;
  }

  String fallback() {
    return fallback;
  }

  /** Null where zero-ETL does not support the type. */
  String replica() {
    return replica;
  }

  String serving() {
    return serving;
  }

  CanonicalForm canonical() {
    return canonical;
  }

  /** Whether its values are those of a TINYINT up to a BIGINT, signed or not. */
  public boolean isWholeNumber() {
    return WHOLE_NUMBERS.contains(this);
  }

  /** The type's name as MySQL writes it, such as {@code bigint unsigned}. */
  public String sqlName() {
    return name().replace("_WIDE", "").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
