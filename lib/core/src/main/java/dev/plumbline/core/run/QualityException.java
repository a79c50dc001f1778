package dev.plumbline.core.run;

import java.util.List;

/** A quality rule of severity error does not hold; the table keeps its previous state. */
public final class QualityException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  private final transient List<QualityReport> reports;

  public QualityException(String message) {
    this(message, List.of());
  }

  /**
   * @param reports the outcome of every rule that was evaluated, those that hold too
   */
  public QualityException(String message, List<QualityReport> reports) {
    super(ExitCode.QUALITY_FAILED, message);
    this.reports = List.copyOf(reports);
  }

  public QualityException(String message, Throwable cause) {
    super(ExitCode.QUALITY_FAILED, message, cause);
    this.reports = List.of();
  }

  /** The outcome of every rule that was evaluated; empty when none was. */
  public List<QualityReport> reports() {
    return reports == null ? List.of() : reports;
  }
}
