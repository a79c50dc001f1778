package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.stores.s3.ObjectStore;
import java.sql.SQLException;

/** Loads exactly the table's files by COPY with a manifest. A table of no files is empty. */
final class CopyLoader implements StageLoader {
  private final ObjectStore store;
  private final PublishContext context;

  CopyLoader(ObjectStore store, PublishContext context) {
    this.store = store;
    this.context = context;
  }

  @Override
  public void load(RedshiftSession session, PublishTable table, RelationName stage)
      throws SQLException {
    if (table.files().isEmpty()) {
      return;
    }
    String manifest = context.manifest(table.name());
    store.put(manifest, CopyManifest.json(table.files()));
    copy(session, table, RedshiftDialect.copy(stage, manifest, context.iamRole()));
    long loaded =
        session
            .first("SELECT pg_last_copy_count() AS loaded")
            .flatMap(row -> row.number("loaded"))
            .orElse(-1L);
    if (loaded != table.rows()) {
      throw new PublishException(
          "COPY loaded "
              + loaded
              + " rows of "
              + table.name()
              + " where its "
              + table.files().size()
              + " files hold "
              + table.rows());
    }
  }

  private static void copy(RedshiftSession session, PublishTable table, String sql)
      throws SQLException {
    try {
      session.execute(sql);
    } catch (SQLException e) {
      throw new PublishException(LoadErrors.describe(session, table, e), e);
    }
  }
}
