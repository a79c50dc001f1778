package dev.plumbline.stores.redshift;

import dev.plumbline.stores.s3.ObjectStore;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what earlier holders of the lease left behind. Whoever holds the lease now knows that
 * they are dead, or fenced off.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration LOCK_WAIT = Duration.ofSeconds(1);
  private static final String TABLES =
      "SELECT n.nspname AS schema_name, c.relname AS table_name FROM pg_class c JOIN pg_namespace n"
          + " ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.relname LIKE ?";

  private final PublishContext context;
  private final StageNames names;

  Leftovers(PublishContext context, StageNames names) {
    this.context = context;
    this.names = names;
  }

  /** Drops their tables; one that cannot be dropped now is left for the next run. */
  void dropTables(RedshiftSession session) throws SQLException {
    session.statementTimeout(LOCK_WAIT);
    for (Row row : session.query(TABLES, names.pattern())) {
      String table = row.text("table_name").orElse("");
      if (isEarlier(names.tokenOf(table))) {
        drop(session, RelationName.of(row.text("schema_name").orElse(""), table));
      }
    }
  }

  /** Deletes their manifests. */
  void deleteManifests(ObjectStore store) {
    String prefix = context.leasePrefix();
    for (Listed object : store.list(prefix)) {
      String rest = object.uri().substring(prefix.length());
      int slash = rest.indexOf('/');
      if (slash > 0 && isEarlier(number(rest.substring(0, slash)))) {
        store.delete(object.uri());
      }
    }
  }

  private boolean isEarlier(OptionalLong token) {
    return token.isPresent() && token.getAsLong() < context.fence().token();
  }

  private static OptionalLong number(String text) {
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static void drop(RedshiftSession session, RelationName table) throws SQLException {
    try {
      session.execute("DROP TABLE IF EXISTS " + table.sql());
      LOG.info("Dropped {}, which an earlier run left behind", table);
    } catch (SQLException e) {
      if (RedshiftErrors.connectionLost(e)) {
        throw e;
      }
      LOG.warn("Cannot drop {}: {}", table, RedshiftErrors.text(e));
    }
  }
}
