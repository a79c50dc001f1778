package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.catalog.Administrator;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.translate.SessionContext;
import java.util.Locale;
import java.util.Set;

/** What the translation has to know of one session. */
final class SessionState implements SessionContext {
  private final Administrator administrator;
  private final String database;
  private final String user;
  private boolean caseSensitive = true;
  private String pendingSettings = "";

  SessionState(Administrator administrator, String database, String user) {
    this.administrator = administrator;
    this.database = database;
    this.user = user;
  }

  @Override
  public String database() {
    return database;
  }

  String user() {
    return user;
  }

  @Override
  public Set<String> integrationDatabases() {
    return administrator.integrations().keySet();
  }

  @Override
  public Set<String> schemasOf(String integrationDatabase) {
    return administrator.integrations().getOrDefault(integrationDatabase, Set.of());
  }

  @Override
  public boolean caseSensitiveIdentifiers() {
    return caseSensitive;
  }

  /** Notes the settings that the gateway itself heeds. */
  void heed(Statement statement) {
    boolean set = statement.startsWith("set");
    boolean reset = statement.startsWith("reset");
    boolean names =
        statement.tokens().stream()
            .anyMatch(token -> token.isWord("enable_case_sensitive_identifier"));
    if (names && set) {
      String last = statement.tokens().get(statement.tokens().size() - 1).text();
      String value = last.replace("'", "").toLowerCase(Locale.ROOT);
      caseSensitive = Set.of("true", "on", "1", "yes", "t").contains(value);
    } else if (names && reset) {
      caseSensitive = true;
    }
  }

  /**
   * After a load: what {@code pg_last_copy_id()} and {@code pg_last_copy_count()} say from now on.
   */
  void lastCopy(long queryId, long rows) {
    pendingSettings =
        "select set_config('redshift.last_copy_id', '"
            + queryId
            + "', false),"
            + " set_config('redshift.last_copy_count', '"
            + rows
            + "', false)";
  }

  /** The statement that makes the server know the last load, or the empty string; asked once. */
  String takePendingSettings() {
    String pending = pendingSettings;
    pendingSettings = "";
    return pending;
  }
}
