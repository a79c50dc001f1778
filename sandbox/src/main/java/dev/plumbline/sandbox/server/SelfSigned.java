package dev.plumbline.sandbox.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A server's own key and certificate in PEM files, made once.
 *
 * @param key the private key, PKCS#8
 * @param certificate self-signed, for 127.0.0.1 and localhost
 */
record SelfSigned(Path key, Path certificate) {
  private static final String ALIAS = "server";

  /** The files {@code key.pem} and {@code certificate.pem} of the folder, made when absent. */
  static SelfSigned in(Path folder, String password) {
    SelfSigned pair = new SelfSigned(folder.resolve("key.pem"), folder.resolve("certificate.pem"));
    if (!Files.exists(pair.certificate)) {
      Path store = folder.resolve("key.p12");
      try {
        Files.deleteIfExists(store);
        generate(store, password);
        pair.write(store, password.toCharArray());
        Files.delete(store);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot make a certificate in " + folder, e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Cannot make a certificate in " + folder, e);
      }
    }
    return pair;
  }

  private static void generate(Path store, String password) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "3650",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=IP:127.0.0.1,DNS:localhost",
            "-storetype",
            "PKCS12",
            "-storepass:env",
            "PLUMBLINE_STORE_PASSWORD",
            "-keystore",
            store.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PLUMBLINE_STORE_PASSWORD", password);
    int code = Programs.waitFor(builder.start(), "keytool");
    if (code != 0) {
      throw new IOException("keytool ended with code " + code);
    }
  }

  private void write(Path store, char[] password) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    PrivateFile.write(key, pem("PRIVATE KEY", keys.getKey(ALIAS, password).getEncoded()));
    PrivateFile.write(certificate, pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
  }

  private static String pem(String kind, byte[] der) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, body);
  }
}
