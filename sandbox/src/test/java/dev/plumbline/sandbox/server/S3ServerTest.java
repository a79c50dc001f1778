package dev.plumbline.sandbox.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ServerTest {
  @TempDir Path state;

  /** Puts an object, then waits to be killed. */
  public static final class Holder {
    public static void main(String[] arguments) throws Exception {
      S3Server server = start(Path.of(arguments[0]));
      try (S3Client client = client(server, server.keys())) {
        put(client, "kept", "before the kill");
      }
      System.out.println(server.port());
      System.in.read();
      server.close();
    }
  }

  private static S3Server start(Path state) {
    return S3Server.start(
        TestFolders.in(state), Passwords.in(state.resolve("passwords.properties")), 0);
  }

  private static S3Client client(S3Server server, Account keys) {
    return S3Client.builder()
        .endpointOverride(URI.create(server.endpoint()))
        .region(Region.of(S3Server.REGION))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.user(), keys.password())))
        .build();
  }

  private static void put(S3Client client, String key, String text) {
    client.putObject(
        request -> request.bucket(S3Server.BUCKET).key(key), RequestBody.fromString(text, UTF_8));
  }

  private static String text(S3Client client, String key) {
    return client
        .getObjectAsBytes(request -> request.bucket(S3Server.BUCKET).key(key))
        .asString(UTF_8);
  }

  @Test
  void keepsObjectsOverARestart() {
    try (S3Server server = start(state);
        S3Client client = client(server, server.keys())) {
      put(client, "a/b=1/größe 🎈.txt", "größe 🎈");
      put(client, "a/c", "");
    }
    try (S3Server server = start(state);
        S3Client client = client(server, server.keys())) {
      assertThat(text(client, "a/b=1/größe 🎈.txt")).isEqualTo("größe 🎈");
      assertThat(
              client
                  .listObjectsV2(request -> request.bucket(S3Server.BUCKET).prefix("a/"))
                  .contents())
          .extracting(S3Object::key)
          .containsExactly("a/b=1/größe 🎈.txt", "a/c");
    }
  }

  @Test
  void refusesAWrongKeyAndAWrongSignature() {
    try (S3Server server = start(state);
        S3Client wrong = client(server, new Account(server.keys().user(), "wrong"));
        S3Client stranger = client(server, new Account("stranger", "wrong"))) {
      assertThatThrownBy(() -> put(wrong, "a", "a"))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
      assertThatThrownBy(() -> put(stranger, "a", "a"))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  @Test
  void honoursConditionalPuts() {
    try (S3Server server = start(state);
        S3Client client = client(server, server.keys())) {
      PutObjectRequest ifAbsent =
          PutObjectRequest.builder().bucket(S3Server.BUCKET).key("lease").ifNoneMatch("*").build();
      client.putObject(ifAbsent, RequestBody.fromString("one", UTF_8));

      assertThatThrownBy(() -> client.putObject(ifAbsent, RequestBody.fromString("two", UTF_8)))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
      assertThat(text(client, "lease")).isEqualTo("one");
    }
  }

  @Test
  void startsCleanAfterTheJvmWasKilled() throws Exception {
    try (Killable holder = Killable.start(Holder.class, state.toString())) {
      holder.kill();
    }
    try (S3Server server = start(state);
        S3Client client = client(server, server.keys())) {
      assertThat(text(client, "kept")).isEqualTo("before the kill");
    }
  }

  @Test
  void leavesTheClassPathOfTheSandboxAlone() {
    try (S3Server server = start(state)) {
      assertThat(server.port()).isPositive();
      assertThat(S3Client.class.getProtectionDomain().getCodeSource().getLocation().getPath())
          .doesNotContain("s3proxy");
    }
  }
}
