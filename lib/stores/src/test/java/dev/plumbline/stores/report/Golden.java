package dev.plumbline.stores.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares with files under {@code src/test/resources/golden}. {@code -Dplumbline.golden=write}
 * writes them anew; look at the difference before it is committed.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  static void check(String file, String actual) throws IOException {
    Path path = FOLDER.resolve(file);
    if ("write".equals(System.getProperty("plumbline.golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(path));
  }
}
