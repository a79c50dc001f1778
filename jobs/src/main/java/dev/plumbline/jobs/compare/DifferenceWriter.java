package dev.plumbline.jobs.compare;

import java.io.IOException;
import java.nio.file.Path;

/** Writes differences into a file of this machine, one after another. */
interface DifferenceWriter {
  void write(DifferenceRow row) throws IOException;

  /** Ends the file, which is whole then. */
  void end() throws IOException;

  Path file();
}
