package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.RunStatus;
import java.util.Locale;

/** How something is shown: never by colour alone, always with its sign and its word. */
enum Tone {
  GOOD("✓"),
  WARN("!"),
  BAD("✗"),
  QUIET("·");

  private final String sign;

  Tone(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }

  /** The name of its class in the page's style sheet. */
  String css() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Tone of(RunStatus status) {
    return switch (status) {
      case OK -> GOOD;
      case DEGRADED -> WARN;
      case FAILED -> BAD;
      case SKIPPED -> QUIET;
    };
  }

  static Tone of(Verdict verdict) {
    return switch (verdict) {
      case MATCH -> GOOD;
      case MISMATCH, ERROR -> BAD;
      case EXPECTED_LOSS -> QUIET;
      case IN_FLIGHT, NOT_COMPARABLE, INCONCLUSIVE -> WARN;
    };
  }

  /** The tone of a comparison: what was known beforehand stands back. */
  static Tone of(ReconcileReport report) {
    return report.quiet() ? QUIET : of(report.verdict());
  }

  /** The tone of a state of an integration, as {@code SVV_INTEGRATION} words it. */
  static Tone ofIntegration(String state) {
    return switch (state == null ? "" : state) {
      case "CdcRefreshState" -> GOOD;
      case "ErrorState" -> BAD;
      default -> WARN;
    };
  }

  /** The tone of a replicated table's state, as {@code SVV_INTEGRATION_TABLE_STATE} words it. */
  static Tone of(ReplicaReport.TableState table) {
    return switch (table.state() == null ? "" : table.state()) {
      case "Synced" -> GOOD;
      case "Failed" -> BAD;
      case "Deleted", "DroppedSource" -> QUIET;
      default -> WARN;
    };
  }
}
