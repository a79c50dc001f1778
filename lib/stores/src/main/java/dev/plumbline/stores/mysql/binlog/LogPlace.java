package dev.plumbline.stores.mysql.binlog;

/**
 * A position in a server's binary log. Files are in the order of their numbers.
 *
 * @param offset in bytes
 */
record LogPlace(String file, long offset) implements Comparable<LogPlace> {
  /** The first event of a file stands here. */
  static final long FIRST = 4;

  @Override
  public int compareTo(LogPlace other) {
    int byFile = Long.compare(number(), other.number());
    return byFile != 0 ? byFile : Long.compare(offset, other.offset);
  }

  boolean isBefore(LogPlace other) {
    return compareTo(other) < 0;
  }

  private long number() {
    return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
  }

  @Override
  public String toString() {
    return file + ":" + offset;
  }
}
