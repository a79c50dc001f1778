package dev.plumbline.core.ddl;

import java.util.ArrayList;
import java.util.List;

/** Reads the columns of a key: names with lengths and orders. */
final class KeyColumns {
  private KeyColumns() {}

  /** Takes the list in the next parentheses, whatever stands before them. */
  static List<String> next(SqlCursor tokens) {
    List<String> columns = new ArrayList<>();
    while (tokens.hasMore() && !tokens.peek().is("(")) {
      tokens.next();
    }
    if (tokens.hasMore()) {
      for (SqlCursor part : tokens.parenthesized().splitAtCommas()) {
        part.name().ifPresent(columns::add);
      }
    }
    return columns;
  }
}
