package dev.plumbline.jobs.check;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.PostgresDigestDialect;
import dev.plumbline.stores.postgres.PostgresSessions;
import dev.plumbline.stores.postgres.PostgresTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One database of a PostgreSQL server. */
record PostgresStore(Endpoint.Postgres endpoint, Secrets secrets) implements CheckedStore {
  @Override
  public String name() {
    return endpoint.name();
  }

  @Override
  public List<CheckedTable> tables(List<String> schemas) {
    try (Connection connection = sessions().open()) {
      return PostgresTables.read(connection, name()).stream()
          .filter(table -> schemas.isEmpty() || schemas.contains(table.name().schema()))
          .map(table -> new CheckedTable(table, Optional.empty()))
          .toList();
    } catch (SQLException e) {
      throw new SourceException("Cannot close the session on " + name(), e);
    }
  }

  @Override
  public JdbcSide side(TableForm form, TableName table, List<StoredColumn> columns, String filter) {
    PostgresSessions sessions = sessions();
    return new JdbcSide(
        PostgresDigestDialect.INSTANCE,
        form,
        new ComparedTable(
            name() + " " + table, List.of(table.schema(), table.table()), columns, filter),
        sessions::open);
  }

  @Override
  public Optional<String> silence() {
    try (Connection connection = sessions().open()) {
      return connection.isValid(10) ? Optional.empty() : Optional.of(name() + " does not answer");
    } catch (SQLException | PlumblineException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private PostgresSessions sessions() {
    return PostgresSessions.of(endpoint, secrets);
  }
}
