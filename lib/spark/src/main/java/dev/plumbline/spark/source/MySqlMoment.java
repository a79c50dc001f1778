package dev.plumbline.spark.source;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.parquet.LakeFileWriter;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/**
 * Rows of several tables as they were at one moment: out of one snapshot, which lives as long as
 * the one session that has it. So they are read by the driver; for the rows of a small step.
 */
public final class MySqlMoment implements AutoCloseable {
  private final SparkSession spark;
  private final MySqlSnapshot snapshot;

  private MySqlMoment(SparkSession spark, MySqlSnapshot snapshot) {
    this.spark = spark;
    this.snapshot = snapshot;
  }

  /**
   * The present moment.
   *
   * @throws SourceException when the source fails
   */
  public static MySqlMoment open(SparkSession spark, MySqlSessions sessions) {
    return new MySqlMoment(spark, MySqlSnapshot.open(sessions));
  }

  /**
   * Rows to be read, by the driver.
   *
   * @param statements each selects the projections of all columns of the table, then the
   *     expressions of the digest
   */
  public SourcePart part(
      TableSpec table, List<BoundSql> statements, Optional<PassingDigest> passing) {
    Optional<PartDigests> digests = PartDigests.of(spark.sparkContext(), passing, table);
    return new SourcePart(
        constants ->
            target -> {
              try (LakeFileWriter writer =
                  new LakeFileWriter(
                      target,
                      0,
                      0,
                      UUID.randomUUID().toString(),
                      constants,
                      PartDigests.form(digests.orElse(null)))) {
                return writer.write(
                    () -> {
                      for (RowQuery query : RowQuery.of(table, statements)) {
                        try (MySqlCursor cursor =
                            new MySqlCursor(query, snapshot, digests.orElse(null))) {
                          FileTasks.copy(cursor, writer, null);
                        }
                      }
                    });
              }
            },
        () -> digests.map(PartDigests::total));
  }

  /** Ends the snapshot. */
  @Override
  public void close() {
    snapshot.close();
  }
}
