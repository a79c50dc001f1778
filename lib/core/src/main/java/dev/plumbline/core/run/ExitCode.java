package dev.plumbline.core.run;

import java.util.Collection;
import java.util.List;

/** How a command ended, as its process tells it to a scheduler. */
public enum ExitCode {
  /** Done, and what was compared is equal. */
  OK(0),
  /** Bad configuration or usage; nothing was started. */
  USAGE(2),
  /** Something is not as it should be, and readers are safe. */
  DEGRADED(3),
  /** Another run holds the lock. */
  LOCKED(10),
  /** The replica is not there yet (lag, resync): come back later. */
  REPLICA_BEHIND(11),
  /** A source failed. */
  SOURCE_FAILED(20),
  /** A quality gate failed. */
  QUALITY_FAILED(30),
  /** A table differs. */
  MISMATCH(40),
  /** A comparison could not be settled. */
  INCONCLUSIVE(41),
  /** A table cannot be compared and no declaration expects that. */
  NOT_COMPARABLE(42),
  /** Preflight found something. */
  PREFLIGHT(43),
  /** Publishing failed; nothing changed. */
  PUBLISH_FAILED(50),
  /** It is not known whether the last step took effect; the message holds the query that tells. */
  STATE_UNKNOWN(51),
  /** A defect of Plumbline. */
  DEFECT(70);

  private static final List<ExitCode> GRAVEST_FIRST =
      List.of(
          DEFECT,
          STATE_UNKNOWN,
          PUBLISH_FAILED,
          SOURCE_FAILED,
          QUALITY_FAILED,
          MISMATCH,
          NOT_COMPARABLE,
          INCONCLUSIVE,
          REPLICA_BEHIND,
          LOCKED,
          DEGRADED);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The one code that a run ends with when several apply: the gravest of them. */
  public static ExitCode gravest(Collection<ExitCode> codes) {
    return GRAVEST_FIRST.stream()
        .filter(codes::contains)
        .findFirst()
        .orElseGet(() -> codes.stream().filter(code -> code != OK).findFirst().orElse(OK));
  }
}
