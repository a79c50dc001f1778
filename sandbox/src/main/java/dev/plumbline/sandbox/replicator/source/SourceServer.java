package dev.plumbline.sandbox.replicator.source;

import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The source server and an account on it that may read everything and follow the binlog.
 *
 * @param host name or address
 * @param port TCP port
 * @param user the account
 * @param password its password
 */
public record SourceServer(String host, int port, String user, String password) {
  /** What zero-ETL demands of the binlog. */
  private static final Map<String, String> REQUIRED =
      Map.of(
          "log_bin",
          "ON",
          "binlog_format",
          "ROW",
          "binlog_row_image",
          "FULL",
          "binlog_row_metadata",
          "FULL");

  /** A new read-only session in UTC whose results stream and whose text is UTF-8. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslMode", "DISABLED");
    properties.setProperty("connectTimeout", "5000");
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty(
        "sessionVariables",
        "time_zone='+00:00',sql_mode='',net_write_timeout=3600,lock_wait_timeout=30");
    return DriverManager.getConnection("jdbc:mysql://" + host + ":" + port + "/", properties);
  }

  /** Where the binlog ends now. */
  public static BinlogPosition currentPosition(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW MASTER STATUS")) {
      if (!rows.next()) {
        throw new SQLException("Cannot read the binlog position: the source keeps no binlog");
      }
      return new BinlogPosition(rows.getString("File"), rows.getLong("Position"));
    }
  }

  /**
   * Settings of the binlog with which zero-ETL cannot work, each as {@code name=value}; empty when
   * all is well.
   */
  public static List<String> wrongSettings(Connection connection) throws SQLException {
    List<String> wrong = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format', 'binlog_row_image',"
                    + " 'binlog_row_metadata')")) {
      while (rows.next()) {
        String name = rows.getString(1);
        String value = rows.getString(2);
        if (!REQUIRED.get(name).equalsIgnoreCase(value)) {
          wrong.add(name + "=" + value);
        }
      }
    }
    return wrong;
  }

  /** A name as MySQL quotes it. */
  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
