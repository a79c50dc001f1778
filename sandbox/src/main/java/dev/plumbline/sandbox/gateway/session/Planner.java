package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.translate.Plan;
import dev.plumbline.sandbox.gateway.translate.Translator;
import dev.plumbline.sandbox.gateway.wire.Backend;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/** Translates a session's statements and keeps its state up with them. */
final class Planner {
  private static final Set<String> CONTROL =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "TRUNCATE", "VACUUM", "SET");

  private final SessionState state;
  private final Translator translator;
  private final Backend backend;
  private final Consumer<String> shapes;

  Planner(SessionState state, Translator translator, Backend backend, Consumer<String> shapes) {
    this.state = state;
    this.translator = translator;
    this.backend = backend;
    this.shapes = shapes;
  }

  /** Call when the server is idle: what the session remembers may have to be told to it first. */
  Plan plan(Statement statement) throws IOException {
    tellLastCopy(statement);
    Plan plan = translator.translate(statement);
    state.heed(statement);
    shapes.accept(statement.text());
    return plan;
  }

  /** True when the statement asks for what the server has yet to be told. */
  static boolean asksForLastCopy(Statement statement) {
    return statement.tokens().stream().anyMatch(Planner::isLastCopy);
  }

  private static boolean isLastCopy(Token token) {
    return token.isWord("pg_last_copy_id")
        || token.isWord("pg_last_copy_count")
        || token.isWord("pg_last_query_id");
  }

  private void tellLastCopy(Statement statement) throws IOException {
    if (asksForLastCopy(statement) && backend.status() != 'E') {
      String pending = state.takePendingSettings();
      if (!pending.isEmpty()) {
        backend.run(pending);
      }
    }
  }

  static boolean controlsTransaction(Statement statement) {
    String first = statement.tokens().get(0).keyword();
    boolean alone =
        statement.startsWith("alter", "database") || statement.startsWith("create", "database");
    return alone || CONTROL.contains(first);
  }
}
