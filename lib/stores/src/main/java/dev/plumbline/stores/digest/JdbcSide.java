package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.Slice;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.table.CursorSpec;
import java.math.BigInteger;
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

  /**
   * The same with only the rows that were written since: those whose cursor has at least that
   * value, or none.
   */
  public JdbcSide since(CursorSpec cursor, BigInteger least) {
    String column = dialect.quote(table.stored(cursor.column()).physical());
    return new JdbcSide(
        dialect,
        form,
        table.part("(" + column + " >= " + cursor.literal(least) + " OR " + column + " IS NULL)"),
        sessions,
        gate);
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
