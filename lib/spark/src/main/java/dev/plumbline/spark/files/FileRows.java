package dev.plumbline.spark.files;

import dev.plumbline.core.run.SourceException;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of files in the types of bronze. An action fails where a value does not fit.
 *
 * @param check takes the number of rows that were written, and throws a {@link SourceException}
 *     where these are not what the files hold
 */
public record FileRows(Dataset<Row> rows, LongConsumer check) {}
