package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.PublishException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A warehouse that keeps a log of what it is told, answers what a test has laid down, and keeps its
 * ledger of publications through commits and rollbacks as a real one does.
 */
final class FakeRedshift implements SessionSource {
  final List<String> log = new ArrayList<>();
  final List<String> publications = new ArrayList<>();
  private final Map<String, List<Row>> answers = new LinkedHashMap<>();
  private final Map<String, Deque<SQLException>> failures = new LinkedHashMap<>();
  private int opened;
  private int refuseFrom = Integer.MAX_VALUE;
  private boolean losesCommit;
  private boolean lostCommitTakesEffect;
  private boolean goesAway;

  FakeRedshift answer(String part, Row... rows) {
    answers.put(part, List.of(rows));
    return this;
  }

  FakeRedshift fail(String part, SQLException... errors) {
    failures.put(part, new ArrayDeque<>(Arrays.asList(errors)));
    return this;
  }

  /** The answer to the commit that publishes gets lost. */
  FakeRedshift loseCommit(boolean takesEffect) {
    losesCommit = true;
    lostCommitTakesEffect = takesEffect;
    return this;
  }

  /** After that commit no session can be opened. */
  FakeRedshift goAwayWithTheCommit() {
    goesAway = true;
    return this;
  }

  /** A row of columns and texts in turn. */
  static Row row(String... columnsAndTexts) {
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < columnsAndTexts.length; i += 2) {
      texts.put(columnsAndTexts[i], columnsAndTexts[i + 1]);
    }
    return new Row(texts);
  }

  List<String> logged(String part) {
    return log.stream().filter(entry -> entry.contains(part)).toList();
  }

  @Override
  public RedshiftSession open() {
    opened++;
    if (opened >= refuseFrom) {
      throw new PublishException("Cannot connect to Redshift: refused");
    }
    return new Session();
  }

  /** All databases of the warehouse are this one. */
  @Override
  public Optional<SessionSource> in(String database) {
    return Optional.of(this);
  }

  private final class Session implements RedshiftSession {
    private final List<String> pending = new ArrayList<>();

    @Override
    public int execute(String sql, Object... parameters) throws SQLException {
      note(sql, parameters);
      if (sql.startsWith("INSERT INTO plumbline.publications")) {
        pending.add(String.valueOf(parameters[2]));
      }
      return 1;
    }

    @Override
    public List<Row> query(String sql, Object... parameters) throws SQLException {
      note(sql, parameters);
      if (sql.contains("FROM plumbline.publications")) {
        return publications.stream().map(table -> row("table_name", table)).toList();
      }
      String entry = text(sql, parameters);
      return answers.keySet().stream()
          .filter(entry::contains)
          .findFirst()
          .map(answers::get)
          .orElse(List.of());
    }

    @Override
    public void begin() {
      log.add("BEGIN");
    }

    @Override
    public void commit() throws SQLException {
      log.add(pending.isEmpty() ? "COMMIT" : "COMMIT " + pending);
      if (losesCommit && !pending.isEmpty()) {
        if (lostCommitTakesEffect) {
          publications.addAll(pending);
        }
        refuseFrom = goesAway ? opened + 1 : refuseFrom;
        throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
      }
      publications.addAll(pending);
      pending.clear();
    }

    @Override
    public void rollback() {
      log.add("ROLLBACK");
      pending.clear();
    }

    @Override
    public void close() {}

    private void note(String sql, Object... parameters) throws SQLException {
      String entry = text(sql, parameters);
      log.add(entry);
      for (var failure : failures.entrySet()) {
        if (entry.contains(failure.getKey()) && !failure.getValue().isEmpty()) {
          throw failure.getValue().remove();
        }
      }
    }

    private String text(String sql, Object... parameters) {
      return parameters.length == 0 ? sql : sql + " " + Arrays.asList(parameters);
    }
  }
}
