package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;

@ExtendWith(SandboxExtension.class)
class SandboxExtensionIT {

  @Test
  void allServersAnswer(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Connection reader = sandbox.aurora(sandbox.endpoints().aurora().reader());
        Connection postgres = sandbox.postgres();
        Connection catalog = sandbox.catalog();
        S3Client s3 = sandbox.s3()) {
      assertThat(aurora.isValid(5)).isTrue();
      assertThat(reader.isValid(5)).isTrue();
      assertThat(postgres.isValid(5)).isTrue();
      assertThat(catalog.isValid(5)).isTrue();
      assertThat(s3.listBuckets().buckets())
          .anyMatch(bucket -> bucket.name().equals(sandbox.endpoints().s3().bucket()));
    }
  }

  @Test
  void rowsOfTheSourceArriveInTheWarehouse(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Connection redshift = sandbox.redshift()) {
      execute(aurora, "create or replace database extension");
      execute(aurora, "create table extension.t (id int primary key, v varchar(20))");
      execute(aurora, "insert into extension.t values (1, 'größe'), (2, '🎈')");

      sandbox.control().awaitReplica();

      assertThat(
              text(
                  redshift,
                  "select listagg(v, '|') within group (order by id) from zeroetl.extension.t"))
          .isEqualTo("größe|🎈");
    }
  }

  @Test
  void aServerThatWasDownIsBackAtItsAddressWithItsData(Sandbox sandbox) throws SQLException {
    try (Connection redshift = sandbox.redshift()) {
      execute(redshift, "create schema if not exists back", "drop table if exists back.t");
      execute(redshift, "create table back.t as select 1 as id");
    }
    sandbox.control().down("redshift");
    sandbox.control().down("postgres");

    assertThatThrownBy(sandbox::redshift).isInstanceOf(SQLException.class);
    assertThatThrownBy(sandbox::postgres).isInstanceOf(SQLException.class);

    sandbox.control().up("postgres");
    sandbox.control().up("redshift");
    try (Connection redshift = sandbox.redshift()) {
      assertThat(text(redshift, "select id from back.t")).isEqualTo("1");
    }
    sandbox.control().awaitReplica();
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void onlyTheOwnerReadsTheEndpointsFile(Sandbox sandbox) throws IOException {
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.endpointsFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void theApiFailsWhenTold(Sandbox sandbox, Endpoints endpoints) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoints.api().url() + "/users?_page=1")).build();
    HttpClient client = HttpClient.newHttpClient();
    sandbox.control().clearApiRequests();
    sandbox.control().apiFault("users", "server-error", 0, 1, 0);

    assertThat(client.send(request, BodyHandlers.ofString(UTF_8)).statusCode()).isEqualTo(500);
    assertThat(client.send(request, BodyHandlers.ofString(UTF_8)).statusCode()).isEqualTo(200);

    assertThat(sandbox.control().apiRequests("/users")).isEqualTo(2);
    sandbox.control().clearApiFaults();
  }

  @Test
  void theControlEndpointWantsItsToken(Endpoints endpoints) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoints.control().url() + "/status")).build();

    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString(UTF_8)).statusCode())
        .isEqualTo(401);
  }
}
