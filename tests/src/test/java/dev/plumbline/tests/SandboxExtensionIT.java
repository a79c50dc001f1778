package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
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
