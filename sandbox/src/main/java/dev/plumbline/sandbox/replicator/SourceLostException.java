package dev.plumbline.sandbox.replicator;

import com.github.shyiko.mysql.binlog.network.ServerException;

/** The source's binlog cannot be followed any more over this connection. */
final class SourceLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** ER_MASTER_FATAL_ERROR_READING_BINLOG. */
  private static final int NO_SUCH_POSITION = 1236;

  SourceLostException(Exception cause) {
    super("The source's binlog is lost: " + cause.getMessage(), cause);
  }

  /** Whether the source no longer has the position, so that waiting does not help. */
  boolean isPositionLost() {
    return getCause() instanceof ServerException server
        && server.getErrorCode() == NO_SUCH_POSITION;
  }
}
