package dev.plumbline.stores.redshift;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One session on Redshift, for one thread. Each statement commits by itself, except between {@link
 * #begin} and {@link #commit}.
 */
public interface RedshiftSession extends AutoCloseable {
  /**
   * Runs a statement; parameters stand as {@code ?} in it and are texts, numbers or instants.
   *
   * @return how many rows it changed, 0 for DDL
   */
  int execute(String sql, Object... parameters) throws SQLException;

  /** Runs a query with a small answer and returns all of it. */
  List<Row> query(String sql, Object... parameters) throws SQLException;

  /** Opens a transaction. */
  void begin() throws SQLException;

  /**
   * Commits the transaction.
   *
   * @throws SQLException when it was not committed, or, where {@link RedshiftErrors#connectionLost}
   *     says so, when it may have been
   */
  void commit() throws SQLException;

  /** Undoes the transaction if one is open; never throws, since a lost session has undone it. */
  void rollback();

  @Override
  void close();

  /** Runs a query whose answer is one row at most. */
  default Optional<Row> first(String sql, Object... parameters) throws SQLException {
    return query(sql, parameters).stream().findFirst();
  }

  /** Statements that run, or wait for a lock, longer than that are cancelled; zero for no limit. */
  default void statementTimeout(Duration timeout) throws SQLException {
    execute("SET statement_timeout TO " + timeout.toMillis());
  }
}
