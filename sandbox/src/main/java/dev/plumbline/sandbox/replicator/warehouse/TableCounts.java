package dev.plumbline.sandbox.replicator.warehouse;

/** What one checkpoint did to one table. */
public final class TableCounts {
  private long inserted;
  private long updated;
  private long deleted;
  private long bytes;

  public void addInserted(long rows) {
    inserted += rows;
  }

  public void addUpdated(long rows) {
    updated += rows;
  }

  public void addDeleted(long rows) {
    deleted += rows;
  }

  public void addBytes(long count) {
    bytes += count;
  }

  long inserted() {
    return inserted;
  }

  long updated() {
    return updated;
  }

  long deleted() {
    return deleted;
  }

  public long bytes() {
    return bytes;
  }
}
