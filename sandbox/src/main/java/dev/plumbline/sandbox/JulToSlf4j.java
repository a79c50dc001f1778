package dev.plumbline.sandbox;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what the JDK and PostgreSQL's driver log by java.util.logging, from INFO up. */
final class JulToSlf4j extends Handler {
  @Override
  public void publish(LogRecord entry) {
    String name = entry.getLoggerName();
    Logger logger = LoggerFactory.getLogger(name == null ? "jul" : name);
    int level = entry.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      logger.error("{}", entry.getMessage(), entry.getThrown());
    } else if (level >= Level.WARNING.intValue()) {
      logger.warn("{}", entry.getMessage(), entry.getThrown());
    } else if (level >= Level.INFO.intValue()) {
      logger.info("{}", entry.getMessage(), entry.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
