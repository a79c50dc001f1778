package dev.plumbline.jobs.compare;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Differences as Parquet, with the columns of the CSV. What is in memory is a row group, whatever
 * the file holds. Starts no Spark.
 */
final class ParquetDifferences implements DifferenceWriter {
  private static final long ROW_GROUP = 4L * 1024 * 1024;
  private static final int PAGE = 64 * 1024;

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .addField(text("kind", true))
          .addField(text("key", true))
          .addField(text("right_key", false))
          .addField(Types.required(PrimitiveTypeName.INT64).named("rows"))
          .addField(text("column", false))
          .addField(text("left", false))
          .addField(text("right", false))
          .addField(text("cause", false))
          .addField(text("committed", false))
          .named("difference");

  private final Path file;
  private final SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
  private final ParquetWriter<Group> writer;

  ParquetDifferences(Path file) throws IOException {
    this.file = file;
    this.writer =
        ExampleParquetWriter.builder(new LocalOutput(file))
            .withType(SCHEMA)
            .withConf(new Configuration(false))
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(ROW_GROUP)
            .withPageSize(PAGE)
            .build();
  }

  private static org.apache.parquet.schema.Type text(String name, boolean required) {
    return (required
            ? Types.required(PrimitiveTypeName.BINARY)
            : Types.optional(PrimitiveTypeName.BINARY))
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  @Override
  public void write(DifferenceRow row) throws IOException {
    Group group = groups.newGroup();
    add(group, "kind", row.kind());
    add(group, "key", row.key());
    add(group, "right_key", row.rightKey());
    group.add("rows", row.rows());
    add(group, "column", row.column());
    add(group, "left", row.left());
    add(group, "right", row.right());
    add(group, "cause", row.cause());
    add(group, "committed", row.committed());
    writer.write(group);
  }

  private static void add(Group group, String column, String value) {
    if (value != null) {
      group.add(column, value);
    }
  }

  @Override
  public void end() throws IOException {
    writer.close();
  }

  @Override
  public Path file() {
    return file;
  }
}
