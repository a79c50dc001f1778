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
import dev.plumbline.stores.digest.MySqlDigestDialect;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.MySqlTables;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A MySQL server, read by the account that may only read. */
record MySqlStore(Endpoint.MySql endpoint, Secrets secrets) implements CheckedStore {
  @Override
  public String name() {
    return endpoint.name();
  }

  @Override
  public List<CheckedTable> tables(List<String> schemas) {
    try (Connection connection = sessions().open()) {
      MySqlTables reader = new MySqlTables(name(), connection);
      List<CheckedTable> tables = new ArrayList<>();
      for (String schema : schemas.isEmpty() ? reader.schemas() : schemas) {
        reader
            .tables(schema)
            .forEach(one -> tables.add(new CheckedTable(one.table(), Optional.of(one.source()))));
      }
      return tables;
    } catch (SQLException e) {
      throw new SourceException("Cannot close the session on " + name(), e);
    }
  }

  @Override
  public JdbcSide side(TableForm form, TableName table, List<StoredColumn> columns, String filter) {
    MySqlSessions sessions = sessions();
    return new JdbcSide(
        MySqlDigestDialect.INSTANCE,
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

  /** Why the position of its log cannot be read; empty where it can. */
  Optional<String> positionProblem() {
    try (Connection connection = sessions().open()) {
      SourcePosition.read(connection);
      return Optional.empty();
    } catch (SQLException | PlumblineException e) {
      return Optional.of(e.getMessage() + "; without it no difference can be told from a delay");
    }
  }

  private MySqlSessions sessions() {
    return MySqlSessions.reading(endpoint, secrets);
  }
}
