package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import java.sql.SQLException;

/**
 * Fills the staging table. COPY does it by default; with {@code publish.method: connector} the
 * spark-redshift connector appends the rows of the same columns, in the same order.
 */
@FunctionalInterface
public interface StageLoader {
  /**
   * Loads all rows of the table.
   *
   * @param session may be used, and has no transaction open
   * @param stage exists, is empty and has the table's staging columns
   */
  void load(RedshiftSession session, PublishTable table, RelationName stage) throws SQLException;
}
