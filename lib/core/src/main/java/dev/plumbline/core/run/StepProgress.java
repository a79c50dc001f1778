package dev.plumbline.core.run;

/**
 * Hears how far a running step is. Every number is the state so far, not what was added, so a call
 * that comes twice does no harm. Safe to call from several threads and cheap enough for every
 * batch.
 */
public interface StepProgress {
  /** Hears and forgets. */
  StepProgress NONE =
      new StepProgress() {
        @Override
        public void expect(long totalRows) {}

        @Override
        public void at(long rows, long bytes) {}
      };

  /** How many rows the step will move, once that is known or estimated. */
  void expect(long totalRows);

  /**
   * @param rows moved so far
   * @param bytes moved so far; 0 where the step does not count them
   */
  void at(long rows, long bytes);
}
