package dev.plumbline.core.init;

import java.util.List;

/**
 * What running {@code init} again would do to one file.
 *
 * @param path relative to the pipeline's folder
 * @param diff lines with {@code +}, {@code -} or a space in front; empty where nothing changes
 */
public record FileChange(String path, Status status, List<String> diff) {
  /** How a file stands to its proposal. */
  public enum Status {
    /** Not there yet. */
    ADDED,
    /** There as init wrote it, and proposed otherwise by now. */
    CHANGED,
    /** There as init wrote it, and the table is gone from the source. */
    REMOVED,
    /** Proposed otherwise by now, but edited by hand: never touched. */
    EDITED,
    /** Edited by hand, and the table is gone from the source: told until somebody removes it. */
    ORPHANED,
    /** Proposed otherwise by now, but removed by hand: does not come back. */
    DECLINED,
    /** As proposed. */
    SAME
  }

  public FileChange {
    diff = List.copyOf(diff);
  }
}
