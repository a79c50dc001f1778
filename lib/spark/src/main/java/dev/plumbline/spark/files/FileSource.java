package dev.plumbline.spark.files;

import dev.plumbline.core.config.Nearest;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.Origin;
import dev.plumbline.core.table.Origin.CsvSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.files.TypedRows.Place;
import dev.plumbline.spark.source.DeclaredColumn;
import dev.plumbline.spark.source.MySqlSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;

/** Reads folders of CSV, JSON and Parquet files, each value exactly as it is declared. */
public final class FileSource {
  /** Tells an empty value from an empty text in quotes; no file holds it. */
  private static final String NOTHING = "\u0001plumbline nothing";

  private static final String BROKEN = "plumbline_broken";
  private static final Column FILE = functions.col("_metadata.file_path").as("plumbline_file");

  private final SparkSession spark;

  public FileSource(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * The rows of a folder: the declared columns in their order, in the types of bronze. Before an
   * action runs, the files are listed and their columns compared with the declaration.
   *
   * @param folder address of the folder, or of one file
   * @throws SourceException when there is nothing to read or a column is missing
   */
  public FileRows rows(TableSpec table, String folder, Origin.Files how) {
    FileList files = FileList.of(spark, folder);
    List<DeclaredColumn> columns = DeclaredColumn.of(table, how.zone());
    return switch (how.format()) {
      case CSV -> csv(table, files, columns, how.csv());
      case JSON -> json(table, files, columns);
      case PARQUET -> parquet(table, files, columns);
    };
  }

  /** The rows of a folder of Parquet files, where times without an offset are those of UTC. */
  public FileRows export(TableSpec table, String folder) {
    FileList files = FileList.of(spark, folder);
    return parquet(table, files, DeclaredColumn.of(table, Optional.of(ZoneOffset.UTC)));
  }

  private FileRows csv(
      TableSpec table, FileList files, List<DeclaredColumn> columns, CsvSpec format) {
    List<String> declared = columns.stream().map(DeclaredColumn::name).toList();
    List<String> header = format.header() ? header(files, format) : List.of();
    int width = format.header() ? header.size() : declared.size();
    List<Integer> positions = new ArrayList<>();
    for (String name : declared) {
      positions.add(
          format.header() ? position(files.first(), name, header) : declared.indexOf(name));
    }
    StructType texts = new StructType();
    for (int i = 0; i < width; i++) {
      texts = texts.add("c" + i, DataTypes.StringType);
    }
    Dataset<Row> raw =
        reader(format)
            .schema(texts.add(BROKEN, DataTypes.StringType))
            .option("columnNameOfCorruptRecord", BROKEN)
            .csv(files.folder())
            .select(FILE, functions.lit(0L), functions.col("*"));
    Taker taker =
        new CsvTaker(columns, positions, new ArrayList<>(header), width, format.nullText());
    return new FileRows(typed(table, raw, Place.ROW, taker, seen()), written -> {});
  }

  /**
   * A quote within quotes is doubled, and lines may break there, so a file is read in one piece.
   */
  private DataFrameReader reader(CsvSpec format) {
    return spark
        .read()
        .option("recursiveFileLookup", true)
        .option("header", false)
        .option("multiLine", true)
        .option("encoding", "UTF-8")
        .option("sep", format.delimiter())
        .option("quote", format.quote())
        .option("escape", format.quote())
        .option("nullValue", NOTHING)
        .option("emptyValue", "")
        .option("columnPruning", false)
        .option("mode", "PERMISSIVE");
  }

  private List<String> header(FileList files, CsvSpec format) {
    Row row =
        SparkFailures.call(
            "read " + files.first(),
            () ->
                reader(format).csv(files.first()).takeAsList(1).stream().findFirst().orElse(null));
    if (row == null || row.size() == 0) {
      throw new SourceException("Cannot read " + files.first() + ": the file has no header");
    }
    return CsvTaker.names(row, 0, row.size());
  }

  private static int position(String file, String name, List<String> header) {
    int times = Collections.frequency(header, name);
    if (times != 1) {
      throw new SourceException(
          "Cannot read "
              + file
              + ": "
              + (times == 0 ? "there is no column " : "there are " + times + " columns ")
              + name
              + " in its header "
              + String.join(", ", header)
              + (times == 0 ? Nearest.hint(name, header) : ""));
    }
    return header.indexOf(name);
  }

  private FileRows json(TableSpec table, FileList files, List<DeclaredColumn> columns) {
    Dataset<Row> raw =
        spark
            .read()
            .option("recursiveFileLookup", true)
            .text(files.folder())
            .select(
                FILE,
                functions.col("_metadata.file_block_start"),
                functions.col("value").cast(DataTypes.BinaryType));
    CollectionAccumulator<Set<String>> seen = seen();
    return new FileRows(
        typed(table, raw, Place.LINE, new JsonTaker(columns), seen),
        written -> requireSeen(files, columns, seen, written));
  }

  /** A field that no line has is a name misspelt; one that some lack is NULL there. */
  private static void requireSeen(
      FileList files,
      List<DeclaredColumn> columns,
      CollectionAccumulator<Set<String>> seen,
      long rows) {
    Set<String> any = new HashSet<>();
    seen.value().forEach(any::addAll);
    for (DeclaredColumn column : columns) {
      if (rows > 0 && !any.contains(column.name())) {
        throw new SourceException(
            "Cannot read " + files.folder() + ": no line has a field " + column.name());
      }
    }
  }

  private FileRows parquet(TableSpec table, FileList files, List<DeclaredColumn> columns) {
    ParquetShape shape = ParquetShape.of(spark, files, columns);
    List<Column> selected = new ArrayList<>(List.of(FILE, functions.col("_metadata.row_index")));
    for (DeclaredColumn column : columns) {
      selected.add(functions.col("`" + column.name().replace("`", "``") + "`"));
    }
    Dataset<Row> raw =
        spark
            .read()
            .option("recursiveFileLookup", true)
            .schema(shape.schema())
            .parquet(files.folder())
            .select(selected.toArray(Column[]::new));
    return new FileRows(
        typed(table, raw, Place.NUMBER, new ParquetTaker(columns), seen()),
        written -> requireAll(files, shape.rows(), written));
  }

  private static void requireAll(FileList files, long held, long written) {
    if (held != written) {
      throw new SourceException(
          "Cannot read "
              + files.folder()
              + ": its files hold "
              + held
              + " rows, and "
              + written
              + " were read; was it written to meanwhile?");
    }
  }

  private static Dataset<Row> typed(
      TableSpec table,
      Dataset<Row> raw,
      Place place,
      Taker taker,
      CollectionAccumulator<Set<String>> seen) {
    return raw.mapPartitions(
        new TypedRows(place, taker, seen), Encoders.row(MySqlSource.schema(table)));
  }

  private CollectionAccumulator<Set<String>> seen() {
    CollectionAccumulator<Set<String>> seen = new CollectionAccumulator<>();
    spark.sparkContext().register(seen, "columns of files");
    return seen;
  }
}
