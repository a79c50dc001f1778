package dev.plumbline.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * An S3 server in this JVM over a folder of plain files: path-style addresses, signatures checked,
 * conditional puts honoured.
 *
 * <p>S3Proxy's jar carries copies of many libraries, the AWS SDK among them, so it is loaded apart
 * from the sandbox's class path.
 */
public final class S3Server implements AutoCloseable {
  /** The bucket that exists from the start. */
  public static final String BUCKET = "plumbline";

  /** The region that clients sign for; the server takes any. */
  public static final String REGION = "us-east-1";

  private static final String RUNNER = "dev.plumbline.sandbox.server.S3ProxyRunner";

  private final URLClassLoader loader;
  private final AutoCloseable proxy;
  private final int port;
  private final Account keys;

  private S3Server(URLClassLoader loader, AutoCloseable proxy, int port, Account keys) {
    this.loader = loader;
    this.proxy = proxy;
    this.port = port;
    this.keys = keys;
  }

  /**
   * Starts the server on the objects of earlier runs.
   *
   * @param port the TCP port on 127.0.0.1, or 0 for a free one
   */
  public static S3Server start(Folders folders, Passwords passwords, int port) {
    Path objects = folders.data("s3");
    Account keys = new Account(passwords.of("s3.access"), passwords.of("s3.secret"));
    Map<String, String> settings =
        Map.of(
            "endpoint", "http://127.0.0.1:" + port,
            "folder", objects.toString(),
            "accessKey", keys.user(),
            "secretKey", keys.password());
    try {
      Files.createDirectories(objects.resolve(BUCKET));
      URLClassLoader loader = isolated();
      Object proxy =
          loader.loadClass(RUNNER).getDeclaredConstructor(Map.class).newInstance(settings);
      int chosen = ((IntSupplier) proxy).getAsInt();
      return new S3Server(loader, (AutoCloseable) proxy, chosen, keys);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the S3 server on " + objects, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot start the S3 server on " + objects, e);
    }
  }

  private static URLClassLoader isolated() throws IOException {
    URL ours = location(S3Server.class.getProtectionDomain().getCodeSource());
    URL theirs = jarOf("org/gaul/s3proxy/S3Proxy.class");
    return new URLClassLoader(new URL[] {ours, theirs}, ClassLoader.getPlatformClassLoader());
  }

  private static URL location(CodeSource source) throws IOException {
    if (source == null) {
      throw new IOException("Cannot tell where the sandbox's own classes lie");
    }
    return source.getLocation();
  }

  /** The jar that holds a class, found without loading the class here. */
  private static URL jarOf(String resource) throws IOException {
    URL url = S3Server.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new IOException("Cannot find S3Proxy on the class path");
    }
    String text = url.toString();
    try {
      return new URI(text.substring("jar:".length(), text.indexOf("!/"))).toURL();
    } catch (URISyntaxException e) {
      throw new MalformedURLException("Cannot read " + text + ": " + e.getMessage());
    }
  }

  public int port() {
    return port;
  }

  /** {@code http://127.0.0.1:<port>}. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** Access key (as user) and secret key (as password). */
  public Account keys() {
    return keys;
  }

  @Override
  public void close() {
    try {
      proxy.close();
      loader.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop the S3 server", e);
    }
  }
}
