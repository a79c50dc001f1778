package dev.plumbline.core.preflight;

import java.util.List;

/**
 * One thing that stands in the way, and what to do about it.
 *
 * @param subject what it is about, such as {@code shop.orders} or {@code aurora binlog_format}
 * @param column the column, or empty
 * @param reason why, in one sentence
 * @param remedy what to do, in words; empty where there is nothing to do
 * @param statements SQL or commands that do it, to be looked over first
 */
public record Finding(
    Area area,
    Severity severity,
    String subject,
    String column,
    String reason,
    String remedy,
    List<String> statements) {

  public Finding {
    statements = List.copyOf(statements);
  }

  /** Whether the command is to end with exit 43 because of it. */
  public boolean counts() {
    return severity != Severity.UNKNOWN;
  }

  /** Which part of the way it concerns. */
  public enum Area {
    /** What AWS's integration carries. */
    ZERO_ETL,
    /** What our own copy costs. */
    EXTRACTION,
    /** The source server and the account on it. */
    SOURCE,
    /** Redshift and the account there. */
    WAREHOUSE,
    /** S3 and the lake. */
    LAKE
  }

  /** How bad it is; the gravest first. */
  public enum Severity {
    /** Zero-ETL does not carry the table. */
    REFUSED("refused"),
    /** Something that jobs need is not there. */
    MISSING("missing"),
    /** Values are changed or lost on the way. */
    LOST("lost"),
    /** It works, slowly. */
    HARD("hard"),
    /** It works, and more is allowed than is needed. */
    UNSAFE("unsafe"),
    /** Could not be looked at; counts for nothing. */
    UNKNOWN("unknown");

    private final String label;

    Severity(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
