package dev.plumbline.jobs.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.IngestSpec;
import dev.plumbline.stores.mysql.MySqlMissing;
import dev.plumbline.stores.mysql.MySqlRow;
import dev.plumbline.stores.mysql.MySqlUpsert;
import dev.plumbline.stores.mysql.MySqlWriterSessions;
import dev.plumbline.stores.mysql.RowSplitter.Refused;
import dev.plumbline.stores.rest.RestClient;
import dev.plumbline.stores.rest.RestPage;
import dev.plumbline.stores.rest.RestPages;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fills one table from its resource: page by page, a transaction for every couple of pages.
 *
 * <p>Its session stays open until it is closed, since the keys that it saw are kept there.
 */
final class ResourceIngest implements AutoCloseable {
  private static final int BATCH_ROWS = 2_000;
  private static final String CHANGED = "the API changed while it was read";

  private final TableSpec table;
  private final IngestSpec ingest;
  private final Tally tally;
  private final RowConverter converter;
  private final List<MySqlRow> batch = new ArrayList<>();
  private final List<List<Object>> unwrittenKeys = new ArrayList<>();
  private Connection connection;
  private MySqlMissing missing;
  private boolean keysUnreadable;

  ResourceIngest(TableSpec table, Tally tally) {
    this.table = table;
    this.ingest = table.ingest().orElseThrow();
    this.tally = tally;
    this.converter = new RowConverter(table);
  }

  TableSpec table() {
    return table;
  }

  Tally tally() {
    return tally;
  }

  /**
   * Reads and writes all rows; a failure is noted, not thrown.
   *
   * @param deletes whether rows that are gone from the API will be deleted afterwards
   */
  void fill(RestClient client, MySqlWriterSessions sessions, boolean deletes) {
    try (PagePrefetch pages = pages(client)) {
      connection = sessions.open();
      if (deletes) {
        missing = MySqlMissing.begin(connection, table);
      }
      MySqlUpsert upsert = new MySqlUpsert(connection, table, converter.columns());
      for (Optional<RestPage> page = pages.next(); page.isPresent(); page = pages.next()) {
        tally.page(page.get());
        convert(page.get());
        if (batch.size() >= BATCH_ROWS) {
          flush(upsert);
        }
      }
      flush(upsert);
      checkComplete();
    } catch (SQLException e) {
      tally.failed("Cannot write " + table.source() + ": " + e.getMessage());
    } catch (PlumblineException e) {
      tally.failed(e.getMessage());
    }
  }

  private PagePrefetch pages(RestClient client) {
    return new PagePrefetch(
        client.pages(ingest.path(), ingest.pageSize(), new RestPages.Range(1, RestPages.OPEN)));
  }

  private void convert(RestPage page) {
    int place = 0;
    for (ObjectNode object : page.rows()) {
      place++;
      RowConverter.Converted converted = converter.convert(object);
      if (converted instanceof RowConverter.Fit fit) {
        batch.add(fit.row());
      } else if (converted instanceof RowConverter.Unfit unfit) {
        unfit(unfit, page.number(), place);
      }
    }
  }

  private void unfit(RowConverter.Unfit unfit, int page, int place) {
    if (unfit.keyValues() == null) {
      keysUnreadable = true;
      tally.rejected("row " + place + " of page " + page, unfit.reason());
    } else {
      unwrittenKeys.add(unfit.keyValues());
      tally.rejected(unfit.key(), unfit.reason());
    }
  }

  private void flush(MySqlUpsert upsert) throws SQLException {
    if (!batch.isEmpty()) {
      MySqlUpsert.Outcome outcome = upsert.write(batch);
      for (Refused<MySqlRow> refused : outcome.refused()) {
        tally.rejected(converter.key(refused.row()), refused.reason());
      }
      tally.written(outcome.counts());
    }
    if (missing != null) {
      batch.forEach(row -> unwrittenKeys.add(converter.keyValues(row)));
      missing.seen(unwrittenKeys);
    }
    unwrittenKeys.clear();
    batch.clear();
  }

  /** Rows that are removed in front while pages are read make others slip through between them. */
  private void checkComplete() {
    if (tally.total().isPresent() && tally.rows() < tally.total().getAsLong()) {
      tally.degraded(
          "only "
              + tally.rows()
              + " of "
              + tally.total().getAsLong()
              + " rows were read, since rows moved between pages meanwhile: run ingest again");
    }
  }

  /**
   * Deletes the rows that the API no longer has, if it is certain which these are: the whole
   * resource is read a second time, and only what neither reading saw is deleted. A row that
   * slipped through between two pages once is there the second time.
   *
   * @param unfinished a table that references this one and was not read to its end, or empty
   */
  void deleteMissing(RestClient client, Optional<String> unfinished) {
    if (missing == null || tally.hasFailed()) {
      return;
    }
    try {
      Optional<String> doubt = unfinished.map(id -> id + " was not read to its end");
      if (doubt.isEmpty()) {
        doubt = doubt();
      }
      if (doubt.isEmpty() && missing.hasUnseen()) {
        doubt = readAgain(client);
      }
      if (doubt.isPresent()) {
        tally.degraded("no rows were deleted: " + doubt.get());
        return;
      }
      MySqlMissing.Deletion deletion = missing.delete();
      tally.deleted(deletion.deleted());
      for (Refused<List<Object>> refused : deletion.refused()) {
        tally.degraded("row " + refused.row() + " was not deleted: " + refused.reason());
      }
    } catch (SQLException e) {
      tally.failed("Cannot delete from " + table.source() + ": " + e.getMessage());
    } catch (PlumblineException e) {
      tally.failed("no rows were deleted: " + e.getMessage());
    }
  }

  /** Notes the keys of a second reading. */
  private Optional<String> readAgain(RestClient client) throws SQLException {
    try (PagePrefetch pages = pages(client)) {
      for (Optional<RestPage> page = pages.next(); page.isPresent(); page = pages.next()) {
        if (!page.get().total().equals(tally.total())) {
          return Optional.of(CHANGED);
        }
        List<List<Object>> keys = new ArrayList<>();
        for (ObjectNode object : page.get().rows()) {
          converter.key(object).ifPresent(keys::add);
        }
        missing.seen(keys);
      }
    }
    return Optional.empty();
  }

  private Optional<String> doubt() throws SQLException {
    if (keysUnreadable) {
      return Optional.of("a row without a readable key could be any of them");
    }
    if (tally.totalMoved()) {
      return Optional.of(CHANGED);
    }
    long seen = missing.count();
    if (tally.total().isPresent() && tally.total().getAsLong() != seen) {
      return Optional.of(
          "the API counts " + tally.total().getAsLong() + " rows, but " + seen + " were seen");
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        tally.remark("the session did not close: " + e.getMessage());
      }
    }
  }
}
