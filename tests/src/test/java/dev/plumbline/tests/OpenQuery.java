package dev.plumbline.tests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * A query of a dashboard that stays open for long: over both copies, through a late-binding view of
 * its own, fetched row by row. It sees one state to its end.
 */
final class OpenQuery {
  private static final int TIMES = 6;

  /** Rows of its answer: the two of each copy with each other, six times over. */
  static final int ROWS = 1 << (2 * TIMES);

  private final Set<String> answers = new HashSet<>();
  private final long start = System.nanoTime();
  private final Connection connection;
  private final Statement statement;
  private final ResultSet rows;
  private int fetched;

  OpenQuery(Sandbox sandbox, RouteFixture route) throws SQLException {
    String view = "serving_" + route.name + ".both_copies";
    route.fixture.execute(
        "CREATE VIEW "
            + view
            + " AS SELECT CAST(r.side AS VARCHAR(40)) AS one, CAST(f.side AS VARCHAR(40)) AS two FROM"
            + " zeroetl."
            + route.name
            + ".credit r, fallback_"
            + route.name
            + ".credit f WITH NO SCHEMA BINDING",
        "GRANT SELECT ON " + view + " TO reader");
    connection = sandbox.redshift(sandbox.endpoints().redshift().reader());
    connection.setAutoCommit(false);
    statement = connection.createStatement();
    statement.setFetchSize(1);
    StringBuilder sql = new StringBuilder("SELECT t0.one, t0.two FROM " + view + " t0");
    for (int i = 1; i < TIMES; i++) {
      sql.append(", ").append(view).append(" t").append(i);
    }
    rows = statement.executeQuery(sql.toString());
    fetch();
  }

  /** Reads one row more. */
  void fetch() throws SQLException {
    if (fetched < ROWS - 1) {
      rows.next();
      take();
    }
  }

  private void take() throws SQLException {
    answers.add(rows.getString(1) + "|" + rows.getString(2));
    fetched++;
  }

  /** Reads the rest. */
  void finish() throws SQLException {
    while (rows.next()) {
      take();
    }
    statement.close();
    connection.commit();
    connection.close();
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  Set<String> answers() {
    return answers;
  }

  int fetched() {
    return fetched;
  }
}
