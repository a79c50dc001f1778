package dev.plumbline.sandbox;

import dev.plumbline.sandbox.rest.Dataset;
import dev.plumbline.sandbox.rest.FolderData;
import dev.plumbline.sandbox.rest.GeneratedData;
import dev.plumbline.sandbox.server.Folders;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a sandbox is started with.
 *
 * @param folders where it keeps things
 * @param generated the rows of the API
 * @param apiFolder JSON files to serve instead, or null
 */
public record SandboxConfig(Folders folders, GeneratedData generated, Path apiFolder) {

  /** What the API serves. */
  Dataset dataset() {
    return Optional.ofNullable(apiFolder).map(FolderData::read).orElseGet(generated::dataset);
  }

  /** The endpoints file of a sandbox with that state folder. */
  static Path endpointsFile(Folders folders) {
    return folders.state().resolve("endpoints.json");
  }
}
