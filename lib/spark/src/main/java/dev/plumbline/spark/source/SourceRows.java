package dev.plumbline.spark.source;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows to be read from a source, and the digest that the source gives of them while they are.
 *
 * @param digest known once an action has read the rows, of the last action where there were
 *     several; empty where none is taken
 */
public record SourceRows(Dataset<Row> rows, Supplier<Optional<ReadDigest>> digest) {}
