package dev.plumbline.jobs.check;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.RedshiftDigestDialect;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RedshiftTables;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One database of a Redshift warehouse.
 *
 * @param database another database than the one that sessions are in; empty for that one
 */
record RedshiftStore(Endpoint.Redshift endpoint, Optional<String> database, Secrets secrets)
    implements CheckedStore {
  private static final Duration QUICK = Duration.ofMinutes(2);

  @Override
  public String name() {
    return endpoint.name();
  }

  @Override
  public List<CheckedTable> tables(List<String> schemas) {
    try (RedshiftSession session = open()) {
      String place = database.orElseGet(() -> RedshiftTables.currentDatabase(session, name()));
      return RedshiftTables.read(session, name(), place).stream()
          .filter(table -> schemas.isEmpty() || schemas.contains(table.name().schema()))
          .map(table -> new CheckedTable(table, Optional.empty()))
          .toList();
    }
  }

  /** A session for what is asked of the catalogue. */
  RedshiftSession open() {
    try {
      return RedshiftSessions.of(endpoint, secrets, QUICK).open();
    } catch (PlumblineException e) {
      // Nothing is published here: the warehouse is one of the two stores that are read.
      if (e.exitCode() == ExitCode.PUBLISH_FAILED) {
        throw new SourceException(e.getMessage(), e);
      }
      throw e;
    }
  }

  @Override
  public JdbcSide side(TableForm form, TableName table, List<StoredColumn> columns, String filter) {
    RedshiftSessions sessions = RedshiftSessions.of(endpoint, secrets);
    List<String> name = new ArrayList<>();
    database.ifPresent(name::add);
    name.add(table.schema());
    name.add(table.table());
    return new JdbcSide(
        RedshiftDigestDialect.INSTANCE,
        form,
        new ComparedTable(name() + " " + String.join(".", name), name, columns, filter),
        sessions::connect);
  }

  @Override
  public Optional<String> silence() {
    try (RedshiftSession session = open()) {
      session.first("SELECT 1 AS value");
      return Optional.empty();
    } catch (SQLException | PlumblineException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
