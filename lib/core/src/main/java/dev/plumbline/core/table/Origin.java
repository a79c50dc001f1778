package dev.plumbline.core.table;

import java.time.ZoneOffset;
import java.util.Optional;

/** Where a table of bronze comes from that is no table of the pipeline's source. */
public sealed interface Origin {
  /** Name of the endpoint in the environment. */
  String endpoint();

  /**
   * A folder of files, all of one shape, with all folders below it; or one file.
   *
   * @param path below the endpoint's address
   * @param zone the offset from UTC of times that state none; empty where such times are refused
   * @param csv how the files are written; with format CSV only
   */
  record Files(String endpoint, String path, Format format, Optional<ZoneOffset> zone, CsvSpec csv)
      implements Origin {
    /** Where they lie below the endpoint's address. */
    public String below(String address) {
      return address + "/" + path.replaceAll("^/+|/+$", "");
    }
  }

  /** A table of a database. */
  record Relation(String endpoint, TableName name) implements Origin {}

  /** How files hold rows. */
  enum Format {
    CSV,
    /** One JSON object a line. */
    JSON,
    PARQUET
  }

  /**
   * How CSV files are written: a quote within quotes is doubled, lines may break within quotes.
   *
   * @param header whether the first row of each file names the columns; without it, they come in
   *     the order in which they are declared
   * @param nullText what stands for NULL where it is not quoted; empty for nothing at all
   */
  record CsvSpec(boolean header, String delimiter, String quote, String nullText) {
    public static CsvSpec standard() {
      return new CsvSpec(true, ",", "\"", "");
    }
  }
}
