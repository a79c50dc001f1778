package dev.plumbline.stores.redshift;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.stores.aws.Secrets;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens sessions on one Redshift endpoint: names keep their case, times are UTC, and what runs is
 * labelled {@code plumbline} in the warehouse's own query history.
 *
 * <p>Travels to executors.
 *
 * @param endpoint the endpoint's name, for messages
 * @param statementTimeout after which the server cancels a statement; zero for no limit
 */
public record RedshiftSessions(
    String endpoint, JdbcAccess access, Secrets secrets, Duration statementTimeout)
    implements SessionSource, Serializable {
  private static final int CONNECT_TIMEOUT_SECONDS = 20;

  /** For all of signing in: a workgroup that has paused takes a while to come back. */
  private static final int LOGIN_TIMEOUT_SECONDS = 300;

  /** {@code jdbc:redshift://host:port/database?properties}, also with {@code :iam}. */
  private static final Pattern DATABASE = Pattern.compile("(jdbc:[^/]+//[^/?;]+/)[^?;]*(.*)");

  private static final String LABEL = "plumbline";

  /** Sessions whose statements may take up to six hours. */
  public static RedshiftSessions of(Endpoint.Redshift endpoint, Secrets secrets) {
    return of(endpoint, secrets, Duration.ofHours(6));
  }

  /** Sessions whose statements the server cancels after that time. */
  public static RedshiftSessions of(
      Endpoint.Redshift endpoint, Secrets secrets, Duration statementTimeout) {
    return new RedshiftSessions(endpoint.name(), endpoint.access(), secrets, statementTimeout);
  }

  /**
   * @throws PlumblineException exit 2 when the account is refused, exit 50 when the warehouse
   *     cannot be reached
   */
  @Override
  public RedshiftSession open() {
    return new JdbcRedshiftSession(connect());
  }

  @Override
  public Optional<SessionSource> in(String database) {
    Matcher url = DATABASE.matcher(access.url());
    return url.matches()
        ? Optional.of(
            new RedshiftSessions(
                endpoint,
                new JdbcAccess(
                    url.group(1) + database + url.group(2), access.login(), access.properties()),
                secrets,
                statementTimeout))
        : Optional.empty();
  }

  /** The same as a plain connection, for what streams rows. */
  public Connection connect() {
    Connection connection = null;
    try {
      connection = new com.amazon.redshift.Driver().connect(access.url(), properties());
      RedshiftSession session = new JdbcRedshiftSession(connection);
      session.execute("SET enable_case_sensitive_identifier TO true");
      session.execute("SET timezone TO 'UTC'");
      session.execute("SET query_group TO '" + LABEL + "'");
      session.statementTimeout(statementTimeout);
      return connection;
    } catch (SQLException e) {
      closeQuietly(connection, e);
      throw failure(e);
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(access.properties());
    properties.setProperty("user", access.login().user());
    if (access.login().secret().scheme() != SecretRef.Scheme.IAM) {
      properties.setProperty("password", secrets.resolve(access.login().secret()).reveal());
    }
    properties.setProperty("ApplicationName", LABEL);
    properties.putIfAbsent("connectTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
    properties.putIfAbsent("loginTimeout", Integer.toString(LOGIN_TIMEOUT_SECONDS));
    properties.putIfAbsent("tcpKeepAlive", "true");
    return properties;
  }

  private PlumblineException failure(SQLException e) {
    String user = access.login().user();
    String place = "Redshift endpoint '" + endpoint + "' at " + access.url();
    if (RedshiftErrors.loginRefused(e)) {
      return new PlumblineException(
          ExitCode.USAGE,
          "Cannot sign in to " + place + " as " + user + ": " + RedshiftErrors.text(e),
          e);
    }
    return new PublishException("Cannot connect to " + place + ": " + RedshiftErrors.text(e), e);
  }

  private static void closeQuietly(Connection connection, SQLException cause) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }
  }
}
