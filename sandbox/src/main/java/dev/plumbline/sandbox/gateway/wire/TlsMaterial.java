package dev.plumbline.sandbox.gateway.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority of the sandbox's own and a server certificate for localhost signed by it,
 * made once with the {@code keytool} of the running JDK and kept in a folder.
 */
public final class TlsMaterial {
  private static final String CA = "ca";
  private static final String SERVER = "server";

  private final Path caFile;
  private final SSLContext context;

  private TlsMaterial(Path caFile, SSLContext context) {
    this.caFile = caFile;
    this.context = context;
  }

  /** Makes or reuses the material in {@code folder}. */
  public static TlsMaterial in(Path folder) {
    try {
      Files.createDirectories(folder);
      Path store = folder.resolve("gateway.p12");
      Path secret = folder.resolve("gateway.pass");
      if (!Files.exists(store) || !Files.exists(secret)) {
        create(folder, store, secret);
      }
      char[] password = Files.readString(secret, US_ASCII).toCharArray();
      KeyStore keys = load(store, password);
      Path caFile = folder.resolve("ca.pem");
      Files.writeString(caFile, pem(keys.getCertificate(CA)), US_ASCII);
      return new TlsMaterial(caFile, context(keys, password));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the gateway's certificate in " + folder, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot make the gateway's certificate in " + folder, e);
    }
  }

  /** The PEM file that a client names as {@code sslrootcert}. */
  public Path caFile() {
    return caFile;
  }

  public SSLContext context() {
    return context;
  }

  private static void create(Path folder, Path store, Path secret) throws IOException {
    Path fresh = folder.resolve("gateway.p12.new");
    Files.deleteIfExists(fresh);
    String password = randomPassword();
    Files.writeString(secret, password, US_ASCII);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    keytool(fresh, secret, CA, "CN=Plumbline sandbox CA", List.of("-ext", "bc:c"));
    keytool(
        fresh,
        secret,
        SERVER,
        "CN=localhost",
        List.of("-signer", CA, "-ext", "san=dns:localhost,ip:127.0.0.1"));
    Files.move(fresh, store);
  }

  private static void keytool(
      Path store, Path secret, String alias, String subject, List<String> options)
      throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        Stream.concat(
                Stream.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    alias,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-sigalg",
                    "SHA256withECDSA",
                    "-validity",
                    "3650",
                    "-dname",
                    subject,
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass:file",
                    secret.toString(),
                    "-J-Xmx64m",
                    "-J-Xshare:auto"),
                options.stream())
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try {
      String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("keytool failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException("Interrupted while keytool ran", e);
    }
  }

  private static String randomPassword() {
    byte[] bytes = new byte[18];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyStore load(Path store, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys, char[] password)
      throws IOException, GeneralSecurityException {
    Key key = keys.getKey(SERVER, password);
    KeyStore serverOnly = KeyStore.getInstance("PKCS12");
    serverOnly.load(null, password);
    serverOnly.setKeyEntry(SERVER, key, password, keys.getCertificateChain(SERVER));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(serverOnly, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, new SecureRandom());
    return context;
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
  }
}
