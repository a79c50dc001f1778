package dev.plumbline.jobs.init;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.core.init.Changes;
import dev.plumbline.core.init.FileChange;
import dev.plumbline.core.init.FileChange.Status;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that {@code init} writes. Beside the files of the pipeline it holds {@code .init.json}
 * with the digest of each as it was written, which tells a file that was edited by hand from one
 * that was not.
 */
final class PipelineFolder {
  private static final String NOTED = ".init.json";
  private static final String ASIDE = ".proposed";

  private final Path folder;

  PipelineFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether a pipeline is there already. */
  boolean holdsPipeline() {
    return Files.exists(folder.resolve("pipeline.yaml"));
  }

  /** Text of every file, by path. */
  Map<String, String> present() {
    if (!Files.isDirectory(folder)) {
      return Map.of();
    }
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        if (!path.equals(NOTED)) {
          texts.put(path, Files.readString(file, UTF_8));
        }
      }
      return texts;
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  /** The digests that the last write noted. */
  Map<String, String> written() {
    Path noted = folder.resolve(NOTED);
    if (!Files.exists(noted)) {
      return Map.of();
    }
    try {
      return Json.mapper()
          .readValue(Files.readString(noted, UTF_8), new TypeReference<Map<String, String>>() {});
    } catch (IOException e) {
      throw failure("read " + NOTED + " of", e);
    }
  }

  /** Makes the changes; a file that was edited by hand stays, with its proposal beside it. */
  void write(Map<String, String> proposed, List<FileChange> changes) {
    try {
      for (FileChange change : changes) {
        String text = proposed.get(change.path());
        Path file = folder.resolve(change.path());
        if (change.status() == Status.ADDED || change.status() == Status.CHANGED) {
          put(file, text);
        } else if (change.status() == Status.REMOVED) {
          Files.deleteIfExists(file);
        } else if (change.status() == Status.EDITED) {
          put(folder.resolve(change.path() + ASIDE), text);
        }
      }
      put(folder.resolve(NOTED), Json.write(Changes.digests(proposed, changes, written())) + "\n");
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(fresh, text, UTF_8);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private PlumblineException failure(String what, IOException e) {
    return new PlumblineException(
        ExitCode.USAGE, "Cannot " + what + " folder " + folder + ": " + e.getMessage(), e);
  }
}
