package dev.plumbline.jobs.cli;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.form.DigestStrength;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of the jobs that compare. */
public class ReconcileOptions extends JobOptions {
  @Option(
      names = "--depth",
      paramLabel = "RUNG",
      description =
          "How closely to compare: state, counts, checksums, rows or cells, and every table now."
              + " Without it as deep as each table needs and as often as its tier says.")
  Depth depth;

  @Option(
      names = "--digest",
      paramLabel = "KIND",
      converter = DigestKind.class,
      description = "standard, or strong: SHA-256, for copies that may have been tampered with.")
  DigestStrength digest = DigestStrength.STANDARD;

  /** What was asked for; empty where each table's tier decides. */
  public Optional<Depth> depth() {
    return Optional.ofNullable(depth);
  }

  public DigestStrength digest() {
    return digest;
  }
}
