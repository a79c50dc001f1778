package dev.plumbline.jobs.cli;

import dev.plumbline.core.reconcile.form.DigestStrength;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags that name two stores and the tables of theirs that are compared. */
public class StorePairOptions extends EnvOptions {
  @Option(
      names = "--source",
      paramLabel = "STORE",
      description =
          "The store to compare with: an endpoint of the environment, or a URL without credentials"
              + " (user and password in PLUMBLINE_SOURCE_USER and PLUMBLINE_SOURCE_PASSWORD).")
  String source;

  @Option(
      names = "--target",
      paramLabel = "STORE",
      description =
          "The store that is compared: 'replica' for the zero-ETL replica, an endpoint, or a URL"
              + " (PLUMBLINE_TARGET_USER and PLUMBLINE_TARGET_PASSWORD).")
  String target;

  @Option(
      names = "--integration",
      paramLabel = "NAME",
      description = "The zero-ETL integration whose replica is compared: its id or its database.")
  String integration;

  @Option(
      names = "--schema",
      paramLabel = "NAME[:NAME]",
      split = ",",
      description =
          "Only the tables of this schema or database; with ':', what it is called in the target.")
  List<String> schemas = new ArrayList<>();

  @Option(
      names = "--tables",
      paramLabel = "PATTERNS",
      split = ",",
      description = "Only these tables: names with '*', separated by commas.")
  List<String> tables = new ArrayList<>();

  @Option(
      names = "--digest",
      paramLabel = "KIND",
      converter = DigestKind.class,
      description = "standard, or strong: SHA-256, for copies that may have been tampered with.")
  DigestStrength digest = DigestStrength.STANDARD;

  public Optional<String> source() {
    return Optional.ofNullable(source);
  }

  public Optional<String> target() {
    return Optional.ofNullable(target);
  }

  public Optional<String> integration() {
    return Optional.ofNullable(integration);
  }

  public List<String> schemas() {
    return List.copyOf(schemas);
  }

  public List<String> tables() {
    return List.copyOf(tables);
  }

  public DigestStrength digest() {
    return digest;
  }
}
