package dev.plumbline.jobs.cli;

import picocli.CommandLine.Option;

/** The flags of {@code ingest}. */
public final class IngestOptions extends JobOptions {
  @Option(
      names = "--delete-missing",
      description = "Delete rows that are gone from the API, in every selected table.")
  boolean deleteMissing;

  public boolean deleteMissing() {
    return deleteMissing;
  }
}
