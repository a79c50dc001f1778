package dev.plumbline.core.run;

/** How a run or one of its steps ended. */
public enum RunStatus {
  OK,
  DEGRADED,
  FAILED,
  SKIPPED
}
