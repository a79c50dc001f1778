package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.run.PublishException;
import java.sql.SQLException;

/**
 * Brings a table's rows into Redshift under a name that no reader knows. Nothing here is in a
 * transaction: what a failure leaves behind is dropped by name.
 */
final class Staging {
  private final StageNames names;
  private final StageLoader loader;

  Staging(StageNames names, StageLoader loader) {
    this.names = names;
    this.loader = loader;
  }

  /**
   * Loads the table and counts its rows.
   *
   * @throws PublishException when the rows are not those that were expected
   */
  void load(RedshiftSession session, PublishTable table) throws SQLException {
    drop(session, table);
    load(session, table, names.fresh(table.schema(), table.table()));
  }

  /** The same into a table of another name, which must not be there. */
  void load(RedshiftSession session, PublishTable table, RelationName fresh) throws SQLException {
    session.execute(RedshiftDialect.createTarget(table, fresh));
    if (RedshiftDialect.loadsDirectly(table)) {
      loader.load(session, table, fresh);
    } else {
      loadThroughStage(session, table, fresh);
    }
    long counted = RedshiftCounts.count(session, fresh, "");
    if (counted != table.rows()) {
      throw new PublishException(
          table.name()
              + " has "
              + counted
              + " rows in Redshift where it should have "
              + table.rows());
    }
  }

  /** Drops what {@link #load} made, finished or not. */
  void drop(RedshiftSession session, PublishTable table) throws SQLException {
    dropIfExists(session, names.stage(table.schema(), table.table()));
    dropIfExists(session, names.fresh(table.schema(), table.table()));
  }

  private void loadThroughStage(RedshiftSession session, PublishTable table, RelationName fresh)
      throws SQLException {
    RelationName stage = names.stage(table.schema(), table.table());
    session.execute(RedshiftDialect.createStage(table, stage));
    loader.load(session, table, stage);
    session.execute(RedshiftDialect.insert(table, stage, fresh));
    session.execute(RedshiftDialect.drop(stage));
  }

  private static void dropIfExists(RedshiftSession session, RelationName name) throws SQLException {
    session.execute("DROP TABLE IF EXISTS " + name.sql());
  }
}
