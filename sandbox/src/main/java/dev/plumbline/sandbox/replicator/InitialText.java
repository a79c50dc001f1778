package dev.plumbline.sandbox.replicator;

import dev.plumbline.sandbox.replicator.ddl.DdlStatement.InitialValue;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a new column holds in rows that exist.
 *
 * @param text the replica's text; null is NULL
 */
record InitialText(String text) {

  /** Empty when the statement alone does not tell it exactly. */
  static Optional<InitialText> of(SourceColumn column, InitialValue initial) {
    if (initial instanceof InitialValue.Implicit) {
      return implicit(column).map(InitialText::new);
    }
    if (initial instanceof InitialValue.Literal literal) {
      return literal.text().isEmpty()
          ? Optional.of(new InitialText(null))
          : literal.text().filter(text -> isExact(column, text)).map(InitialText::new);
    }
    return Optional.empty();
  }

  private static Optional<String> implicit(SourceColumn column) {
    return switch (column.dataType()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double" ->
          Optional.of("0");
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> Optional.of("");
      default -> Optional.empty();
    };
  }

  private static boolean isExact(SourceColumn column, String literal) {
    return switch (column.dataType()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> literal.matches("-?[0-9]{1,20}");
      case "decimal" ->
          literal.matches("-?[0-9]+(\\.[0-9]+)?")
              && new BigDecimal(literal).scale() <= column.scale();
      case "varchar" ->
          literal.length() <= column.length() && literal.chars().allMatch(InitialText::isPlain);
      case "date" -> literal.matches("[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])");
      case "enum" -> column.labels().contains(literal);
      default -> false;
    };
  }

  /** ASCII takes one byte in Redshift's count as in MySQL's. */
  private static boolean isPlain(int character) {
    return character >= ' ' && character < 0x7F;
  }
}
