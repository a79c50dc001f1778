package dev.plumbline.core.init;

import dev.plumbline.core.preflight.Finding;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.preflight.TableChecks;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.ExpectSpec.Kind;
import dev.plumbline.core.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tables that zero-ETL does not carry, so that a run need not be woken by each of them. */
final class Refused {
  /** So long nobody is reminded of it. */
  static final int DAYS = 90;

  /** Stands where a person's or a team's name is to be put. */
  static final String NOBODY = "nobody yet";

  private Refused() {}

  /**
   * The exception to propose; empty for a table that zero-ETL carries.
   *
   * @param present the table as an earlier pipeline declares it; the exception it knows stays
   */
  static Optional<ExpectSpec> of(SourceTable table, Optional<TableSpec> present, LocalDate today) {
    String reasons =
        TableChecks.of(table, Optional.empty()).stream()
            .filter(finding -> finding.severity() == Severity.REFUSED)
            .map(Finding::reason)
            .distinct()
            .collect(Collectors.joining("; "));
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    return present.stream()
        .flatMap(spec -> spec.expect().stream())
        .filter(known -> known.kind() == Kind.NOT_REPLICATED)
        .findFirst()
        .or(
            () ->
                Optional.of(
                    new ExpectSpec(
                        Kind.NOT_REPLICATED, List.of(), reasons, NOBODY, today.plusDays(DAYS))));
  }
}
