package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.binlog.BinlogReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log is read under the rules for TLS that the endpoint's JDBC sessions have. */
@ExtendWith(SandboxExtension.class)
class BinlogTlsIT {
  private static final String STORE_PASSWORD = "of-a-store-without-secrets";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"})
  void aServerThatIsTrustedIsRead(String mode, Sandbox sandbox) throws Exception {
    assertThat(reader(sandbox, mode, trusted(sandbox)).mark().file()).startsWith("binlog.");
  }

  @Test
  void aServerThatNobodyVouchesForIsNot(Sandbox sandbox) {
    assertThatThrownBy(() -> reader(sandbox, "VERIFY_CA", Map.of()).mark())
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("Cannot ");
  }

  private static BinlogReader reader(Sandbox sandbox, String mode, Map<String, String> further) {
    Map<String, String> properties = new HashMap<>(further);
    properties.put("sslMode", mode);
    Endpoints.Aurora aurora = sandbox.endpoints().aurora();
    return new BinlogReader(
        new MySqlSessions(
            "aurora",
            new JdbcAccess(
                aurora.url(),
                new Login(
                    aurora.reader().user(), SecretRef.parse("sandbox:aurora.reader.password")),
                properties),
            new Secrets(sandbox.endpointsFile().toString(), "us-east-1")));
  }

  /** The server's own certificate as the only one that is trusted. */
  private Map<String, String> trusted(Sandbox sandbox) throws Exception {
    Path certificate;
    try (var files = Files.walk(sandbox.root().resolve(".plumbline/sandbox/mariadb"))) {
      certificate =
          files
              .filter(file -> file.toString().endsWith("certificate.pem"))
              .findFirst()
              .orElseThrow();
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    Path file = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, STORE_PASSWORD.toCharArray());
    }
    return Map.of(
        "trustCertificateKeyStoreUrl",
        file.toUri().toString(),
        "trustCertificateKeyStoreType",
        "PKCS12",
        "trustCertificateKeyStorePassword",
        STORE_PASSWORD);
  }
}
