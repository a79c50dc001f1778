package dev.plumbline.spark;

import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.stores.aws.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.spark.sql.SparkSession;

/** One session for all tests of this JVM, with a lake in a temporary folder. */
public final class TestSpark {
  private static final Deque<Runnable> CLOSING = new ConcurrentLinkedDeque<>();
  private static final Path FOLDER = folder();
  private static final SparkSession SESSION = start();

  private TestSpark() {}

  public static SparkSession session() {
    return SESSION;
  }

  /** A new folder of its own, gone when the tests are. */
  public static Path temporary(String name) {
    try {
      return Files.createTempDirectory(FOLDER, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has something stopped when the tests are over, before its folder goes. */
  static void atEnd(Runnable close) {
    CLOSING.push(close);
  }

  private static SparkSession start() {
    EnvConfig env =
        new EnvConfig(
            "test",
            Map.of(),
            new EnvConfig.LakeConfig(
                FOLDER.resolve("lake").toUri().toString(),
                new EnvConfig.Catalog.Jdbc(
                    "jdbc:none", new Login("none", SecretRef.parse("env:PATH")))),
            new EnvConfig.S3Config("us-east-1", Optional.empty(), Optional.empty()),
            FOLDER.toString(),
            FOLDER.toString(),
            new EnvConfig.SparkConfig(
                "local[2]",
                Map.of(
                    "spark.sql.catalog.lake.type",
                    "hadoop",
                    "spark.sql.warehouse.dir",
                    FOLDER.resolve("warehouse").toString(),
                    "spark.local.dir",
                    FOLDER.toString())));
    return SparkSessions.start(env, new Secrets("none", "us-east-1"), "tests");
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("plumbline-spark-test");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Path folder) {
    CLOSING.forEach(Runnable::run);
    org.apache.commons.io.FileUtils.deleteQuietly(folder.toFile());
  }
}
