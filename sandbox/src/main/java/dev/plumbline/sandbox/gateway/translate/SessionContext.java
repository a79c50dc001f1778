package dev.plumbline.sandbox.gateway.translate;

import java.util.Set;

/** What a translation depends on besides the statement. */
public interface SessionContext {
  /** The Redshift database that stands for the PostgreSQL database itself. */
  String LOCAL_DATABASE = "dev";

  /** The Redshift database this session is connected to. */
  String database();

  /** The databases made from integrations. */
  Set<String> integrationDatabases();

  /** The schemas of an integration database, without its prefix. */
  Set<String> schemasOf(String integrationDatabase);

  /** False when quoted identifiers fold to lower case as well. */
  boolean caseSensitiveIdentifiers();

  default boolean isIntegrationSession() {
    return !database().equals(LOCAL_DATABASE);
  }

  /** The PostgreSQL schema that holds a schema of an integration database. */
  static String pgSchema(String database, String schema) {
    return database + "$" + schema;
  }
}
