package dev.plumbline.sandbox;

/** Exit codes of the sandbox's commands, in line with those of the jobs. */
final class ExitCodes {
  static final int DONE = 0;
  static final int USAGE = 2;
  static final int NOT_RUNNING = 3;
  static final int LOCKED = 10;
  static final int FAILED = 70;

  private ExitCodes() {}
}
