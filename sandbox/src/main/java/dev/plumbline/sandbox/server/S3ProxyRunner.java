package dev.plumbline.sandbox.server;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntSupplier;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * Runs S3Proxy inside the class loader that {@link S3Server} makes for it; talks to the outside
 * through types of the JDK only. Gives the port that it serves.
 */
public final class S3ProxyRunner implements IntSupplier, AutoCloseable {
  private static final int MAX_CHUNK = 32 << 20;

  private final S3Proxy proxy;

  /**
   * Starts the server.
   *
   * @param settings {@code endpoint}, {@code folder}, {@code accessKey}, {@code secretKey}
   */
  public S3ProxyRunner(Map<String, String> settings) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jclouds.provider", "filesystem-nio2");
    properties.setProperty("jclouds.filesystem.basedir", settings.get("folder"));
    BlobStore store = BlobStores.create("filesystem-nio2", properties);
    proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create(settings.get("endpoint")))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                settings.get("accessKey"),
                settings.get("secretKey"))
            .ignoreUnknownHeaders(true)
            .v4MaxChunkSize(MAX_CHUNK)
            .build();
    proxy.start();
  }

  @Override
  public int getAsInt() {
    return proxy.getPort();
  }

  @Override
  public void close() throws IOException {
    try {
      proxy.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while S3Proxy stopped", e);
    } catch (Exception e) {
      throw new IOException("Cannot stop S3Proxy", e);
    }
  }
}
