package dev.plumbline.jobs.serve;

import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.redshift.DirectReaders;
import dev.plumbline.stores.redshift.DirectReaders.DirectReader;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.ServedTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who queries the replica past the serving views. */
public final class Direct {
  private static final Logger LOG = LoggerFactory.getLogger(Direct.class);

  private Direct() {}

  /** As far as the history of queries can be read; nothing where it cannot. */
  public static List<DirectReader> readers(
      JobContext context, RedshiftSession session, String database) {
    List<DirectReader> readers = new ArrayList<>();
    if (database.isEmpty()) {
      return readers;
    }
    Instant since = context.clock().instant().minus(DirectReaders.window());
    try {
      for (TableSpec table : context.pipeline().tables()) {
        if (context.selection().includes(table)) {
          readers.addAll(
              DirectReaders.of(session, ServedTable.of(table, Optional.of(database)), since));
        }
      }
    } catch (SQLException e) {
      LOG.warn("The history of queries cannot be read: {}", RedshiftErrors.text(e));
    }
    return readers;
  }
}
