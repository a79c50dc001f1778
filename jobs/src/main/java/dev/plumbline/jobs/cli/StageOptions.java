package dev.plumbline.jobs.cli;

import picocli.CommandLine.Option;

/** The flags of a stage that may be done anew. */
public class StageOptions extends JobOptions {
  static final String FLAG = "--full-refresh";
  static final String MEANING =
      "Do anew what has not changed, too: where the job extracts read every row, where it builds"
          + " build every model, where it publishes publish every table whole.";

  @Option(names = FLAG, description = MEANING)
  boolean fullRefresh;

  @Override
  public boolean fullRefresh() {
    return fullRefresh;
  }
}
