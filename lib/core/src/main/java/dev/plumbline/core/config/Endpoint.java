package dev.plumbline.core.config;

import dev.plumbline.core.table.TableName;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/** Where a store is and how to sign in there. Holds names of secrets, never secrets. */
public sealed interface Endpoint {
  /** The name that pipelines and the command line use. */
  String name();

  /**
   * An account.
   *
   * @param secret where the password is kept
   */
  record Login(String user, SecretRef secret) implements Serializable {}

  /**
   * All that a JDBC connection needs, in a form that travels to executors.
   *
   * @param url without credentials
   * @param properties further properties of the driver
   */
  record JdbcAccess(String url, Login login, Map<String, String> properties)
      implements Serializable {
    public JdbcAccess {
      properties = Map.copyOf(properties);
    }

    /** The database that the address names; empty where it names none. */
    public Optional<String> database() {
      String path = url.replaceFirst("\\?.*", "").replaceFirst("^.*//[^/]*/?", "");
      return path.isEmpty() ? Optional.empty() : Optional.of(path);
    }
  }

  /**
   * A MySQL server or Aurora MySQL cluster.
   *
   * @param reader the read-only account that all jobs but ingest use
   * @param writer the account that may write; only ingest uses it
   * @param cluster the Aurora cluster's identifier in the RDS API; empty where it is not to be
   *     asked
   * @param heartbeat what may be written so that an idle source's log goes on; empty for nothing
   */
  record MySql(
      String name,
      JdbcAccess reader,
      Optional<JdbcAccess> writer,
      Optional<String> cluster,
      Optional<Heartbeat> heartbeat)
      implements Endpoint {

    /** A server to which nothing is written while it is compared. */
    public MySql(
        String name, JdbcAccess reader, Optional<JdbcAccess> writer, Optional<String> cluster) {
      this(name, reader, writer, cluster, Optional.empty());
    }
  }

  /**
   * The one row that a comparison may write to a source on which nobody commits.
   *
   * @param table replicated as the others are
   * @param access an account that may write to that table and needs no other right
   */
  record Heartbeat(TableName table, JdbcAccess access) {}

  /**
   * A Redshift warehouse.
   *
   * @param iamRole the role with which COPY reads S3, or {@code default}
   * @param integrationDatabase the database that zero-ETL fills; empty when there is none
   * @param operator the account that may ALTER the integration's database; only resync uses it
   */
  record Redshift(
      String name,
      JdbcAccess access,
      String iamRole,
      Optional<String> integrationDatabase,
      Optional<JdbcAccess> operator)
      implements Endpoint {

    /** A warehouse without an account that may order a resync. */
    public Redshift(
        String name, JdbcAccess access, String iamRole, Optional<String> integrationDatabase) {
      this(name, access, iamRole, integrationDatabase, Optional.empty());
    }

    /** The same warehouse with another database for the integration's. */
    public Redshift withIntegration(String database) {
      return new Redshift(name, access, iamRole, Optional.of(database), operator);
    }
  }

  /**
   * A place where files lie.
   *
   * @param url {@code s3://} prefix without a slash at its end
   */
  record Files(String name, String url) implements Endpoint {}

  /** A database of a PostgreSQL server, which is read and compared and never written to. */
  record Postgres(String name, JdbcAccess access) implements Endpoint {}

  /** A REST API that answers JSON arrays, page by page. */
  record Rest(String name, String url, RetrySpec retry) implements Endpoint, Serializable {}

  /**
   * How a request that failed is tried again.
   *
   * @param attempts at most, the first included
   * @param timeoutSeconds for one answer
   * @param backoffMillis before the second attempt; doubled for each that follows, with jitter
   */
  record RetrySpec(int attempts, int timeoutSeconds, long backoffMillis) implements Serializable {}
}
