package dev.plumbline.core.preflight;

import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.run.ExitCode;
import java.util.Comparator;
import java.util.List;

/**
 * What preflight found.
 *
 * @param source endpoint that was looked at
 * @param tables how many tables were looked at
 * @param exitCode 0, or 43 when anything was found
 */
public record PreflightReport(String source, int tables, int exitCode, List<Finding> findings) {
  private static final Comparator<Finding> ORDER =
      Comparator.<Finding, Area>comparing(Finding::area)
          .thenComparing(Finding::severity)
          .thenComparing(Finding::subject)
          .thenComparing(Finding::column);

  public PreflightReport {
    findings = findings.stream().sorted(ORDER).toList();
  }

  public static PreflightReport of(String source, int tables, List<Finding> findings) {
    boolean found = findings.stream().anyMatch(Finding::counts);
    return new PreflightReport(
        source, tables, (found ? ExitCode.PREFLIGHT : ExitCode.OK).code(), findings);
  }

  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
