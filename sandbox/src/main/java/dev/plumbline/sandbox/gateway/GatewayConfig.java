package dev.plumbline.sandbox.gateway;

import java.net.URI;
import java.nio.file.Path;

/**
 * What the gateway needs to know.
 *
 * @param postgres the server behind it
 * @param s3 where COPY reads and UNLOAD writes, with the gateway's own credentials
 * @param iamRole the only role ARN that COPY and UNLOAD accept, besides {@code default}
 * @param stateDir folder for certificates, temporary files and the statement shapes
 * @param port to listen on, 0 for a free one
 */
public record GatewayConfig(Postgres postgres, S3 s3, String iamRole, Path stateDir, int port) {

  /**
   * The server behind the gateway.
   *
   * @param database the database that clients know as {@code dev}
   * @param user a PostgreSQL superuser
   */
  public record Postgres(String host, int port, String database, String user, String password) {
    public String url() {
      return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    @Override
    public String toString() {
      return "Postgres[" + user + "@" + url() + "]";
    }
  }

  public record S3(URI endpoint, String region, String accessKey, String secretKey) {
    @Override
    public String toString() {
      return "S3[" + endpoint + ", " + region + "]";
    }
  }

  /** One line per distinct shape of the statements served. */
  public Path shapesFile() {
    return stateDir.resolve("shapes.log");
  }
}
