package dev.plumbline.core.preflight;

import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.ForeignKey;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.text.Human;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** What our own extraction of a table will find hard. */
public final class ExtractionChecks {
  /** Rows below which one piece is as good as many. */
  public static final long ONE_PIECE_ROWS = 1_000_000;

  private static final long ONE_PIECE_BYTES = 1L << 30;
  private static final BigInteger SPARSE = BigInteger.valueOf(100);

  private ExtractionChecks() {}

  /**
   * The least and greatest value of the column by which a table is cut.
   *
   * @param least null when the table is empty
   */
  public record KeySpan(String column, BigInteger least, BigInteger greatest) {}

  /** Whether it is worth while to know the span of the table's key. */
  public static boolean isLarge(SourceTable table) {
    return table.rows() >= ONE_PIECE_ROWS || table.bytes() >= ONE_PIECE_BYTES;
  }

  /** The column by which the table is cut: a whole number that leads its key and an index. */
  public static Optional<String> splitColumn(SourceTable table) {
    return table.identity().stream()
        .limit(1)
        .filter(table::leadsIndex)
        .filter(
            name ->
                table
                    .column(name)
                    .flatMap(SourceTable.Column::type)
                    .filter(type -> isWhole(type.type().sqlName()))
                    .isPresent())
        .findFirst();
  }

  public static List<Finding> of(SourceTable table, Optional<KeySpan> span) {
    if (!isLarge(table)) {
      return List.of();
    }
    if (splitColumn(table).isEmpty()) {
      return List.of(
          hard(
              table,
              table.identity().isEmpty()
                  ? "no key leads an index, so its "
                      + Human.count(table.rows(), "row")
                      + " are read in one piece"
                  : "the key begins with no whole number, so its "
                      + Human.count(table.rows(), "row")
                      + " are read in one piece",
              "give it a numeric key, or expect one long read"));
    }
    return span
        .filter(one -> sparse(table, one))
        .map(
            one ->
                hard(
                    table,
                    "its key "
                        + one.column()
                        + " runs from "
                        + one.least()
                        + " to "
                        + one.greatest()
                        + " for about "
                        + Human.count(table.rows(), "row")
                        + ": even ranges of it hold uneven work",
                    "make its ranges smaller with extraction.splitRows"))
        .stream()
        .toList();
  }

  /** What an extraction in the declared mode will find hard. */
  public static List<Finding> declared(SourceTable table, TableSpec declared) {
    if (declared.extraction().mode() == Mode.CHANGES) {
      return table.foreignKeys().stream()
          .filter(ForeignKey::acts)
          .map(
              key ->
                  hard(
                      table,
                      "it is extracted by its changes, and foreign key "
                          + key.name()
                          + " changes rows that the binary log does not name: each run reads all"
                          + " rows",
                      "use mode incremental or full, or let the application delete the rows"))
          .toList();
    }
    return declared
        .extraction()
        .cursor()
        .filter(cursor -> !table.leadsIndex(cursor.column()))
        .map(
            cursor ->
                hard(
                    table,
                    "it is extracted by cursor "
                        + cursor.column()
                        + ", with which no index begins: each run looks through all rows",
                    "CREATE INDEX on " + cursor.column() + ", or use mode full"))
        .stream()
        .toList();
  }

  private static boolean sparse(SourceTable table, KeySpan span) {
    return span.least() != null
        && span.greatest()
                .subtract(span.least())
                .compareTo(SPARSE.multiply(BigInteger.valueOf(Math.max(1, table.rows()))))
            > 0;
  }

  private static boolean isWhole(String type) {
    return type.replace(" unsigned", "").endsWith("int");
  }

  private static Finding hard(SourceTable table, String reason, String remedy) {
    return new Finding(
        Area.EXTRACTION, Severity.HARD, table.name().toString(), "", reason, remedy, List.of());
  }
}
