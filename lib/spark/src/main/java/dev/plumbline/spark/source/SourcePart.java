package dev.plumbline.spark.source;

import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.lake.LakeRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Some rows of a table that are to be read, and the digest that the source gives of them while they
 * are.
 *
 * @param files how they are written into files, each with those constants at its end
 * @param digest known once they have been; empty where none is taken
 */
public record SourcePart(
    Function<List<Object>, LakeRows.Writer> files, Supplier<Optional<ReadDigest>> digest) {
  /** Writes the rows as bronze has them, with the columns that {@link BronzeRows#stamp} adds. */
  public LakeRows.Writer stamped(RunId run, Instant ingestedAt, String source) {
    return files.apply(BronzeRows.constants(run, ingestedAt, source));
  }
}
