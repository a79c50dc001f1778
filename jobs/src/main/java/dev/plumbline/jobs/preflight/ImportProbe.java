package dev.plumbline.jobs.preflight;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.preflight.Finding;
import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.preflight.GrantText;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.Origin;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.postgres.PostgresColumns;
import dev.plumbline.stores.postgres.PostgresSessions;
import dev.plumbline.stores.postgres.PostgresTables;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import dev.plumbline.stores.s3.S3ObjectStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks whether what a pipeline reads beside its source is there: folders of files, and tables. */
final class ImportProbe {
  private final EnvConfig env;
  private final Secrets secrets;
  private final List<Finding> findings = new ArrayList<>();

  /** What each database has that was asked; empty where it does not answer. */
  private final Map<String, Optional<List<StoreTable>>> databases = new LinkedHashMap<>();

  ImportProbe(EnvConfig env, Secrets secrets) {
    this.env = env;
    this.secrets = secrets;
  }

  /** What is missing. */
  List<Finding> look(List<ImportSpec> imports) {
    for (ImportSpec spec : imports) {
      if (spec.origin() instanceof Origin.Relation relation) {
        table(spec, relation);
      } else if (spec.origin() instanceof Origin.Files files) {
        folder(spec, folder(env, files));
      }
    }
    return findings;
  }

  /** The address of the files. */
  static String folder(EnvConfig env, Origin.Files files) {
    return files.below(env.endpoint(files.endpoint(), Endpoint.Files.class).url());
  }

  private void folder(ImportSpec spec, String folder) {
    if (!folder.startsWith("s3://")) {
      return;
    }
    try (S3ObjectStore store = S3ObjectStore.open(env.s3(), secrets)) {
      if (store.list(folder).stream()
          .map(Listed::uri)
          .noneMatch(uri -> uri.equals(folder) || uri.startsWith(folder + "/"))) {
        missing(spec, folder + " holds no file", "put files there, or correct the path", List.of());
      }
    } catch (PlumblineException e) {
      missing(
          spec,
          e.getMessage(),
          "allow the role of the jobs to read it: --print-grants shows its policy",
          List.of());
    }
  }

  private void table(ImportSpec spec, Origin.Relation relation) {
    Endpoint.Postgres endpoint = env.endpoint(relation.endpoint(), Endpoint.Postgres.class);
    Optional<List<StoreTable>> tables =
        databases.computeIfAbsent(relation.endpoint(), name -> tables(endpoint));
    if (tables.isEmpty()) {
      return;
    }
    Optional<StoreTable> actual =
        tables.get().stream().filter(one -> one.name().equals(relation.name())).findFirst();
    if (actual.isEmpty()) {
      missing(
          spec,
          endpoint.name() + " has no table " + relation.name() + ", or the account may not read it",
          "correct schema and table, or let an administrator run",
          GrantText.reading(endpoint, List.of(relation.name())));
      return;
    }
    try {
      PostgresColumns.of(spec.table(), actual.get());
    } catch (SourceException e) {
      missing(spec, e.getMessage(), "correct the columns in the table's file", List.of());
    }
  }

  private Optional<List<StoreTable>> tables(Endpoint.Postgres endpoint) {
    try (Connection connection = PostgresSessions.of(endpoint, secrets).open()) {
      return Optional.of(PostgresTables.read(connection, endpoint.name()));
    } catch (PlumblineException | SQLException e) {
      findings.add(
          new Finding(
              Area.EXTRACTION,
              Severity.MISSING,
              endpoint.name(),
              "",
              e.getMessage(),
              "correct address and account in the environment, or let this machine reach it",
              List.of()));
      return Optional.empty();
    }
  }

  private void missing(ImportSpec spec, String reason, String remedy, List<String> statements) {
    findings.add(
        new Finding(
            Area.EXTRACTION,
            Severity.MISSING,
            spec.table().source().toString(),
            "",
            reason,
            remedy,
            statements));
  }
}
