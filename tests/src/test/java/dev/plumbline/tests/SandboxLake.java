package dev.plumbline.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivilegedAction;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The sandbox's lake as somebody else sees it who knows its catalog. */
final class SandboxLake {
  private final Sandbox sandbox;

  SandboxLake(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Something that is asked of the catalog. */
  @FunctionalInterface
  interface Question<T> {
    T ask(JdbcCatalog catalog) throws IOException;
  }

  /** Asks, with file systems of a user of our own: they have this sandbox's settings. */
  <T> T ask(Question<T> question) {
    UserGroupInformation own = UserGroupInformation.createRemoteUser("tests");
    try {
      return own.doAs(
          (PrivilegedAction<T>)
              () -> {
                try (JdbcCatalog catalog = catalog()) {
                  return question.ask(catalog);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } finally {
      close(own);
    }
  }

  /** Gives a table a property, as its owner may. */
  void set(String table, String property, String value) {
    ask(
        catalog -> {
          catalog
              .loadTable(TableIdentifier.parse(table))
              .updateProperties()
              .set(property, value)
              .commit();
          return null;
        });
  }

  private static void close(UserGroupInformation user) {
    try {
      FileSystem.closeAllForUGI(user);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JdbcCatalog catalog() {
    Endpoints.S3 s3 = sandbox.endpoints().s3();
    Endpoints.Database database = sandbox.endpoints().catalog();
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    hadoop.set("fs.s3a.endpoint", s3.endpoint());
    hadoop.set("fs.s3a.endpoint.region", s3.region());
    hadoop.set("fs.s3a.path.style.access", "true");
    hadoop.set("fs.s3a.connection.ssl.enabled", "false");
    hadoop.set("fs.s3a.access.key", s3.accessKey());
    hadoop.set("fs.s3a.secret.key", s3.secretKey());
    hadoop.set(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    hadoop.set("fs.s3a.fast.upload.buffer", "bytebuffer");
    JdbcCatalog catalog = new JdbcCatalog();
    catalog.setConf(hadoop);
    catalog.initialize(
        "lake",
        Map.of(
            CatalogProperties.URI,
            database.url(),
            "jdbc.user",
            database.user(),
            "jdbc.password",
            database.password(),
            "jdbc.schema-version",
            "V1",
            CatalogProperties.WAREHOUSE_LOCATION,
            "s3://" + s3.bucket() + "/lake",
            CatalogProperties.FILE_IO_IMPL,
            HadoopFileIO.class.getName()));
    return catalog;
  }
}
