package dev.plumbline.bench;

import dev.plumbline.stores.mysql.MySqlSessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Every value of a table fetched by Connector/J and thrown away. */
record BareDriver(MySqlSessions sessions, ExtractTable table) {
  /** Reads the table over that many connections. */
  long read(int connections) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<Long>> parts = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        long from = 1 + table.rows() * i / connections;
        long until = 1 + table.rows() * (i + 1) / connections;
        parts.add(threads.submit(() -> read(from, until)));
      }
      long bytes = 0;
      for (Future<Long> part : parts) {
        bytes += part.get();
      }
      return bytes;
    } finally {
      threads.shutdownNow();
    }
  }

  private long read(long from, long until) throws Exception {
    long bytes = 0;
    try (Connection connection = sessions.open();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT * FROM "
                    + ExtractTable.SCHEMA
                    + "."
                    + table.name()
                    + " WHERE id >= ? AND id < ?")) {
      statement.setFetchSize(Integer.MIN_VALUE);
      statement.setLong(1, from);
      statement.setLong(2, until);
      try (ResultSet rows = statement.executeQuery()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int i = 1; i <= columns; i++) {
            byte[] value = rows.getBytes(i);
            bytes += value == null ? 0 : value.length;
          }
        }
      }
    }
    return bytes;
  }
}
