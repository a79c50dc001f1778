package dev.plumbline.jobs.cli;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.form.DigestStrength;
import picocli.CommandLine.Option;

/** The flags of the jobs that compare. */
public final class ReconcileOptions extends JobOptions {
  @Option(
      names = "--depth",
      paramLabel = "RUNG",
      description =
          "How closely to compare: state, counts, checksums, rows or cells. Without it as deep as"
              + " each table needs.")
  Depth depth = Depth.CELLS;

  @Option(
      names = "--digest",
      paramLabel = "KIND",
      description = "standard, or strong: SHA-256, for copies that may have been tampered with.")
  DigestStrength digest = DigestStrength.STANDARD;

  public Depth depth() {
    return depth;
  }

  public DigestStrength digest() {
    return digest;
  }
}
