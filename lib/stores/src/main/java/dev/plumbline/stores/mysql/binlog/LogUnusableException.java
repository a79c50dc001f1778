package dev.plumbline.stores.mysql.binlog;

/**
 * The log does not tell what changed, for a reason of the server's: it is off, purged, begun anew,
 * or in a form that names no rows. The message is that reason, in words that follow "because".
 */
public final class LogUnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  public LogUnusableException(String reason) {
    super(reason);
  }

  public LogUnusableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
