package dev.plumbline.sandbox.gateway.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes the schemas, functions and system views by which a PostgreSQL database passes for Redshift.
 * Done once per version of the scripts; a later start finds it done.
 */
public final class Bootstrap {
  private static final String ZERO_ETL = "/dev/plumbline/sandbox/zero-etl.sql";
  private static final String FOLDER = "/dev/plumbline/sandbox/gateway/bootstrap/";
  private static final List<String> SCRIPTS =
      List.of(
          "0-clean.sql", "1-foundation.sql", "2-functions.sql", "3-commands.sql", "4-views.sql");

  private Bootstrap() {}

  /**
   * Brings the database up to this version.
   *
   * @param connection as a PostgreSQL superuser, in autocommit mode
   */
  public static void apply(Connection connection) throws SQLException {
    StringBuilder all = new StringBuilder(resource(ZERO_ETL));
    SCRIPTS.forEach(script -> all.append(";\n").append(resource(FOLDER + script)));
    String version = digest(all.toString());
    try (Statement statement = connection.createStatement()) {
      if (version.equals(applied(statement))) {
        return;
      }
      connection.setAutoCommit(false);
      statement.execute(all.toString());
      statement.execute("comment on schema redshift is '" + version + "'");
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String applied(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'redshift'")) {
      return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
    }
  }

  private static String resource(String path) {
    try (InputStream in = Bootstrap.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find the resource " + path);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
