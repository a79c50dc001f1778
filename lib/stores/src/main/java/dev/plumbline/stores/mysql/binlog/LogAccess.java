package dev.plumbline.stores.mysql.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Clients of the log that sign in as the JDBC sessions of the same endpoint do: same address, same
 * account, same rules for TLS ({@code sslMode}, {@code trustCertificateKeyStoreUrl}, {@code
 * clientCertificateKeyStoreUrl} and their kin).
 */
final class LogAccess {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private final MySqlSessions sessions;
  private final Map<String, String> properties = new HashMap<>();
  private final String host;
  private final int port;

  LogAccess(MySqlSessions sessions) {
    this.sessions = sessions;
    JdbcAccess access = sessions.access();
    Properties further = new Properties();
    further.putAll(access.properties());
    try {
      // The driver itself says what it makes of an address.
      for (DriverPropertyInfo property :
          DriverManager.getDriver(access.url()).getPropertyInfo(access.url(), further)) {
        properties.put(property.name, property.value);
      }
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot read the address of " + sessions.endpoint() + ": " + e.getMessage(), e);
    }
    this.host = property("host", "localhost");
    this.port = Integer.parseInt(property("port", "3306"));
  }

  BinaryLogClient client() {
    JdbcAccess access = sessions.access();
    BinaryLogClient client =
        new BinaryLogClient(
            host, port, access.login().user(), sessions.secrets().password(access).reveal());
    client.setConnectTimeout(CONNECT.toMillis());
    client.setSocketFactory(LogAccess::socket);
    String mode = property("sslMode", "PREFERRED").toUpperCase(Locale.ROOT);
    switch (mode) {
      case "DISABLED" -> client.setSSLMode(SSLMode.DISABLED);
      case "REQUIRED" -> encrypted(client, SSLMode.REQUIRED, false, false);
      case "VERIFY_CA" -> encrypted(client, SSLMode.VERIFY_CA, true, false);
      // The client's own check of the name uses a class that the JDK keeps to itself.
      case "VERIFY_IDENTITY" -> encrypted(client, SSLMode.VERIFY_CA, true, true);
      default -> encrypted(client, SSLMode.PREFERRED, false, false);
    }
    return client;
  }

  private static Socket socket() throws SocketException {
    Socket socket = new Socket();
    socket.setSoTimeout((int) SILENCE.toMillis());
    socket.setKeepAlive(true);
    return socket;
  }

  private void encrypted(
      BinaryLogClient client, SSLMode mode, boolean verified, boolean identified) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys(), verified ? trusted() : new TrustManager[] {new Anybody()}, new SecureRandom());
      client.setSSLMode(mode);
      client.setSslSocketFactory(plain -> upgrade(context, plain, identified));
    } catch (GeneralSecurityException | IOException e) {
      throw new SourceException(
          "Cannot set up TLS to read the binary log of "
              + sessions.endpoint()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private SSLSocket upgrade(SSLContext context, Socket plain, boolean identified)
      throws SocketException {
    try {
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      if (identified) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      return socket;
    } catch (IOException e) {
      SocketException failure = new SocketException(e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  /** Null for the JVM's own. */
  private TrustManager[] trusted() throws GeneralSecurityException, IOException {
    KeyStore store = store("trustCertificateKeyStore");
    if (store == null) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager[] keys() throws GeneralSecurityException, IOException {
    KeyStore store = store("clientCertificateKeyStore");
    if (store == null) {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, property("clientCertificateKeyStorePassword", "").toCharArray());
    return factory.getKeyManagers();
  }

  private KeyStore store(String name) throws GeneralSecurityException, IOException {
    String url = property(name + "Url", "");
    if (url.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(property(name + "Type", "JKS"));
    try (InputStream in = URI.create(url).toURL().openStream()) {
      store.load(in, property(name + "Password", "").toCharArray());
    }
    return store;
  }

  private String property(String name, String otherwise) {
    String value = properties.get(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  /** Encrypts and asks for no certificate, as Connector/J does below {@code VERIFY_CA}. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
