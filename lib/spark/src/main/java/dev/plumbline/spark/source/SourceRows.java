package dev.plumbline.spark.source;

import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.lake.LakeRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows to be read from a source, and the digest that the source gives of them while they are.
 *
 * @param digest known once an action has read the rows, of the last action where there were
 *     several; empty where none is taken
 * @param files how tasks write the rows into files, each with those constants at its end; empty
 *     where only Spark can
 */
public record SourceRows(
    Dataset<Row> rows,
    Supplier<Optional<ReadDigest>> digest,
    Optional<Function<List<Object>, LakeRows.Writer>> files) {
  public SourceRows(Dataset<Row> rows, Supplier<Optional<ReadDigest>> digest) {
    this(rows, digest, Optional.empty());
  }

  /** The rows as bronze has them, with the columns that {@link BronzeRows#stamp} adds. */
  public LakeRows stamped(RunId run, Instant ingestedAt, String source) {
    return new LakeRows(
        BronzeRows.stamp(rows, run, ingestedAt, source),
        files.map(writer -> writer.apply(BronzeRows.constants(run, ingestedAt, source))));
  }
}
