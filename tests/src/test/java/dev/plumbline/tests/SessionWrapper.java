package dev.plumbline.tests;

import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.Row;
import java.sql.SQLException;
import java.util.List;

/** Passes everything on to a real session; tests override what is to go wrong. */
class SessionWrapper implements RedshiftSession {
  final RedshiftSession session;

  SessionWrapper(RedshiftSession session) {
    this.session = session;
  }

  @Override
  public int execute(String sql, Object... parameters) throws SQLException {
    return session.execute(sql, parameters);
  }

  @Override
  public List<Row> query(String sql, Object... parameters) throws SQLException {
    return session.query(sql, parameters);
  }

  @Override
  public void begin() throws SQLException {
    session.begin();
  }

  @Override
  public void commit() throws SQLException {
    session.commit();
  }

  @Override
  public void rollback() {
    session.rollback();
  }

  @Override
  public void close() {
    session.close();
  }
}
