package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import java.util.List;

/** What the session does with a statement. */
public sealed interface Plan {

  /** Send this text to the server and relay what it answers. */
  record Forward(String sql) implements Plan {}

  /**
   * Run statements on the server as one unit, keep their results from the client and answer with a
   * tag.
   *
   * @param where whether a transaction block may be open
   */
  record Script(List<String> statements, String tag, Where where) implements Plan {}

  /** Load files: the text is parsed when the plan is made, the work is done by the copy package. */
  record Copy(String statement) implements Plan {}

  /** Write a query's rows to files. */
  record Unload(String statement) implements Plan {}

  /** Create a view whose tables are looked up when it is read. */
  record LateBindingView(Name view, List<String> columns, String query, boolean replace)
      implements Plan {}

  /** Where a script may run. */
  enum Where {
    ANYWHERE,
    /** Refused in a transaction block. */
    OUTSIDE_TRANSACTION,
    /** Commits the transaction block that is open. */
    COMMITS
  }

  static Script script(String tag, String... statements) {
    return new Script(List.of(statements), tag, Where.ANYWHERE);
  }
}
