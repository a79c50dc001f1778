package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.Slice;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A table in a store that speaks SQL over JDBC.
 *
 * @param gate what each statement waits for
 */
public record JdbcSide(
    DigestDialect dialect, TableForm form, ComparedTable table, SessionFactory sessions, Gate gate)
    implements ComparedSide {

  /** A store that may be asked at any time. */
  public JdbcSide(
      DigestDialect dialect, TableForm form, ComparedTable table, SessionFactory sessions) {
    this(dialect, form, table, sessions, Gate.OPEN);
  }

  /** The same with only a share of its rows; null for all of them. */
  public JdbcSide of(Slice slice) {
    return new JdbcSide(dialect, form, table.of(slice), sessions, gate);
  }

  @Override
  public ComparedStore open() {
    try {
      Connection connection = sessions.open();
      try {
        if (!sessions.inSnapshot()) {
          SessionSettings.pin(connection, dialect);
        }
        return new JdbcComparedStore(connection, dialect, form, table, gate, sessions.inSnapshot());
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw dialect.failure(
          "Cannot open a session to compare " + table.label() + ": " + e.getMessage(), e);
    }
  }

  /** The statements that a comparison of this side would run. */
  public DigestSql statements() {
    return new DigestSql(dialect, form, table);
  }
}
