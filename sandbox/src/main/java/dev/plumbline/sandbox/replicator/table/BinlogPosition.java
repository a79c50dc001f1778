package dev.plumbline.sandbox.replicator.table;

/**
 * A place in the source's binlog, between two events.
 *
 * @param file the binlog file, such as {@code binlog.000003}
 * @param offset the offset in that file, in bytes
 */
public record BinlogPosition(String file, long offset) implements Comparable<BinlogPosition> {

  /** The number at the end of the file's name, by which files are ordered. */
  public long fileNumber() {
    return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
  }

  /** Whether a reader that has come to this position has seen all that stands before the other. */
  public boolean isAtOrPast(BinlogPosition other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(BinlogPosition other) {
    int byFile = Long.compare(fileNumber(), other.fileNumber());
    return byFile != 0 ? byFile : Long.compare(offset, other.offset);
  }

  @Override
  public String toString() {
    return file + ":" + offset;
  }
}
