package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.Column;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.stores.digest.BoundSql;
import java.util.List;
import java.util.Optional;

/**
 * Some keys of a published table that are to be published again.
 *
 * @param rows the rows under those keys as they are to be, in the shape of the whole table
 * @param key names of the key's columns
 * @param total how many rows the whole table has afterwards; verified before the commit
 * @param gone the rows that go from the table that readers see
 */
public record KeyRefill(PublishTable rows, List<String> key, long total, Gone gone) {
  public KeyRefill {
    key = List.copyOf(key);
  }

  /** How the rows that go are named. */
  public sealed interface Gone {
    /**
     * By queries.
     *
     * @param keys selects, a part of the keys each, their columns from the table that readers see
     */
    record Selected(Iterable<BoundSql> keys) implements Gone {}

    /**
     * By files of their keys, one for each row, in the key's columns alone.
     *
     * @param rows how many rows go; verified before the commit
     */
    record Listed(List<DataFile> files, long rows) implements Gone {
      public Listed {
        files = List.copyOf(files);
      }
    }
  }

  /** The keys as a table of their own that is loaded from files. */
  PublishTable keys(Gone.Listed listed) {
    List<Column> columns = key.stream().map(this::column).toList();
    return new PublishTable(
        rows.schema(),
        rows.table(),
        columns,
        Optional.empty(),
        List.of(),
        listed.files(),
        listed.rows());
  }

  /** As the ledger notes it: with the rows of the whole table. */
  PublishTable whole() {
    return new PublishTable(
        rows.schema(),
        rows.table(),
        rows.columns(),
        rows.distKey(),
        rows.sortKey(),
        rows.files(),
        total);
  }

  private Column column(String name) {
    return rows.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(rows.name() + " has no " + name));
  }
}
