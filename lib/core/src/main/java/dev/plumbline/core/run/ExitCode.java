package dev.plumbline.core.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How a command ended, as its process tells it to a scheduler. */
public enum ExitCode {
  /** Done, and what was compared is equal. */
  OK(0, "done, and what was compared is equal"),
  /** Bad configuration or usage; nothing was started. */
  USAGE(2, "bad configuration or usage; nothing was started"),
  /** Something is not as it should be, and readers are safe. */
  DEGRADED(3, "something is not as it should be, and readers are safe"),
  /** Another run holds the lock. */
  LOCKED(10, "another run holds the lock"),
  /** The replica is not there yet (lag, resync): come back later. */
  REPLICA_BEHIND(11, "the replica is not there yet; come back later"),
  /** A source failed. */
  SOURCE_FAILED(20, "a source failed"),
  /** A quality gate failed. */
  QUALITY_FAILED(30, "a quality gate failed"),
  /** A table differs. */
  MISMATCH(40, "a table differs"),
  /** A comparison could not be settled. */
  INCONCLUSIVE(41, "a comparison could not be settled"),
  /** A table cannot be compared and no declaration expects that. */
  NOT_COMPARABLE(42, "a table cannot be compared and no declaration expects that"),
  /** Preflight found something. */
  PREFLIGHT(43, "preflight found something"),
  /** Publishing failed; nothing changed. */
  PUBLISH_FAILED(50, "publishing failed, or the warehouse did; nothing changed"),
  /** It is not known whether the last step took effect; the message holds the query that tells. */
  STATE_UNKNOWN(51, "it is not known whether the last step took effect; do not clean up"),
  /** A defect of Plumbline. */
  DEFECT(70, "a defect of Plumbline");

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
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** What the code says, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** The exit code with that number, or empty when there is none. */
  public static Optional<ExitCode> of(int code) {
    return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
  }

  /** The one code that a run ends with when several apply: the gravest of them. */
  public static ExitCode gravest(Collection<ExitCode> codes) {
    return GRAVEST_FIRST.stream()
        .filter(codes::contains)
        .findFirst()
        .orElseGet(() -> codes.stream().filter(code -> code != OK).findFirst().orElse(OK));
  }
}
