package dev.plumbline.stores.redshift;

import java.sql.SQLException;
import java.util.Optional;

/** Schemas and what is in them. */
final class Schemas {
  private static final String KIND =
      "SELECT c.relkind AS kind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND c.relname = ?";

  private Schemas() {}

  /** Creates the schema when it is absent; needs no right to create when it is there. */
  static void ensure(RedshiftSession session, String schema) throws SQLException {
    if (exists(session, schema)) {
      return;
    }
    try {
      session.execute("CREATE SCHEMA IF NOT EXISTS " + RedshiftDialect.quote(schema));
    } catch (SQLException e) {
      // Two sessions that create it at once: one of them fails though the schema is there.
      if (RedshiftErrors.connectionLost(e) || !exists(session, schema)) {
        throw e;
      }
    }
  }

  /** Whether the relation is there, as a table or a view. */
  static boolean exists(RedshiftSession session, RelationName name) throws SQLException {
    return kind(session, name).isPresent();
  }

  /** {@code r} for a table, {@code v} for a view; empty when there is neither. */
  static Optional<String> kind(RedshiftSession session, RelationName name) throws SQLException {
    return session.first(KIND, name.schema(), name.table()).flatMap(row -> row.text("kind"));
  }

  private static boolean exists(RedshiftSession session, String schema) throws SQLException {
    return session.first("SELECT nspname FROM pg_namespace WHERE nspname = ?", schema).isPresent();
  }
}
