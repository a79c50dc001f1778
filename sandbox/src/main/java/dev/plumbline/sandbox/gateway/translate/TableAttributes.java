package dev.plumbline.sandbox.gateway.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Redshift knows of a table and PostgreSQL does not: distribution, sort keys, encodings and
 * the constraints that are only informational. Kept in {@code sandbox.table_attributes}.
 */
final class TableAttributes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENCODINGS =
      Set.of(
          "auto",
          "az64",
          "bytedict",
          "delta",
          "delta32k",
          "lzo",
          "mostly8",
          "mostly16",
          "mostly32",
          "raw",
          "runlength",
          "text255",
          "text32k",
          "zstd");

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, String> encodings = new LinkedHashMap<>();
  private final List<List<String>> uniques = new ArrayList<>();
  private final List<Map<String, Object>> foreignKeys = new ArrayList<>();

  /** Reads one table attribute such as {@code DISTKEY(a)}; false when none comes next. */
  boolean acceptTableAttribute(TokenCursor cursor) {
    if (cursor.accept("backup")) {
      if (!cursor.accept("yes") && !cursor.accept("no")) {
        throw cursor.unexpected();
      }
    } else if (cursor.accept("diststyle")) {
      distStyle(cursor.identifier());
    } else if (cursor.accept("distkey")) {
      cursor.expectSymbol("(");
      distKey(cursor.identifier());
      cursor.expectSymbol(")");
    } else if (cursor.accept("encode", "auto")) {
      values.put("encode", "auto");
    } else {
      return acceptSortKey(cursor);
    }
    return true;
  }

  private boolean acceptSortKey(TokenCursor cursor) {
    boolean interleaved = cursor.accept("interleaved");
    boolean compound = !interleaved && cursor.accept("compound");
    if (!cursor.accept("sortkey")) {
      if (interleaved || compound) {
        throw cursor.unexpected();
      }
      return false;
    }
    if (!cursor.accept("auto") && !cursor.accept("none")) {
      sortKey(columns(cursor), interleaved);
    }
    return true;
  }

  /** Reads one column attribute that PostgreSQL does not take; false when none comes next. */
  boolean acceptColumnAttribute(TokenCursor cursor, String column) {
    if (cursor.accept("encode")) {
      encode(column, cursor.identifier());
    } else if (cursor.accept("distkey")) {
      distKey(column);
    } else if (cursor.accept("sortkey")) {
      sortKey(List.of(column), false);
    } else if (cursor.accept("unique")) {
      uniques.add(List.of(column));
    } else if (cursor.accept("references")) {
      foreignKey(List.of(column), cursor);
    } else {
      return false;
    }
    return true;
  }

  /** Reads a table constraint, if one comes; returns the columns that it makes NOT NULL. */
  Optional<List<String>> acceptConstraint(TokenCursor cursor) {
    int start = cursor.index();
    if (cursor.accept("constraint")) {
      cursor.identifier();
    }
    if (cursor.accept("primary", "key")) {
      List<String> columns = columns(cursor);
      primaryKey(columns);
      return Optional.of(columns);
    }
    if (cursor.peekWords("unique") && cursor.peek(1).is("(")) {
      cursor.next();
      uniques.add(columns(cursor));
      return Optional.of(List.of());
    }
    if (cursor.accept("foreign", "key")) {
      List<String> columns = columns(cursor);
      cursor.expect("references");
      foreignKey(columns, cursor);
      return Optional.of(List.of());
    }
    if (cursor.peekWords("check") || cursor.peekWords("exclude")) {
      throw SqlError.notInRedshift(cursor.peek().keyword() + " constraints");
    }
    cursor.moveTo(start);
    return Optional.empty();
  }

  static List<String> columns(TokenCursor cursor) {
    List<String> columns = new ArrayList<>();
    cursor.expectSymbol("(");
    do {
      columns.add(cursor.identifier());
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return List.copyOf(columns);
  }

  /** The new table takes distribution, sort keys and encodings over from this one. */
  void like(Name parent) {
    values.put("like", parent.sql());
  }

  void primaryKey(List<String> columns) {
    values.put("primaryKey", columns);
  }

  void distStyle(String style) {
    String upper = style.toUpperCase(Locale.ROOT);
    if (!Set.of("AUTO", "EVEN", "KEY", "ALL").contains(upper)) {
      throw SqlError.syntaxAt(style);
    }
    values.put("distStyle", upper);
  }

  void distKey(String column) {
    Object before = values.put("distKey", column);
    if (before != null && !before.equals(column)) {
      throw new SqlError("42P16", "multiple distribution keys are not allowed");
    }
  }

  void sortKey(List<String> columns, boolean interleaved) {
    values.put("sortKey", columns);
    values.put("interleaved", interleaved);
  }

  void encode(String column, String encoding) {
    if (!ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
      throw new SqlError("42601", "column encoding \"" + encoding + "\" is not supported");
    }
    encodings.put(column, encoding.toLowerCase(Locale.ROOT));
  }

  private void foreignKey(List<String> columns, TokenCursor cursor) {
    Name table = cursor.name();
    List<String> referenced = cursor.peek().is("(") ? columns(cursor) : List.of();
    if (cursor.peekWords("on")) {
      throw SqlError.notInRedshift("ON DELETE and ON UPDATE of a foreign key");
    }
    foreignKeys.add(
        Map.of(
            "columns",
            columns,
            "table",
            String.join(".", table.parts()),
            "referenced",
            referenced));
  }

  /** Fails when the attributes contradict one another or name a column that is not there. */
  void check(Set<String> columns) {
    Object key = values.get("distKey");
    if ("KEY".equals(values.get("distStyle")) && key == null) {
      throw new SqlError("42P16", "no DISTKEY specified for a table with DISTSTYLE KEY");
    }
    if (key != null && !"KEY".equals(values.getOrDefault("distStyle", "KEY"))) {
      throw new SqlError(
          "42P16", "DISTKEY can not be combined with DISTSTYLE " + values.get("distStyle"));
    }
    named().forEach(column -> known(column, columns));
  }

  private static void known(String column, Set<String> columns) {
    if (!columns.contains(column)) {
      throw new SqlError("42703", "column \"" + column + "\" named in key does not exist");
    }
  }

  private List<String> named() {
    List<String> named = new ArrayList<>(encodings.keySet());
    if (values.get("distKey") instanceof String key) {
      named.add(key);
    }
    if (values.get("sortKey") instanceof List<?> keys) {
      keys.forEach(key -> named.add((String) key));
    }
    if (values.get("primaryKey") instanceof List<?> keys) {
      keys.forEach(key -> named.add((String) key));
    }
    return named;
  }

  /** The statement that records this for a table that was just created. */
  String noteSql(Name table) {
    return call("note_table", table);
  }

  /** The statement that merges this into what is recorded. */
  String changeSql(Name table) {
    return call("change_table", table);
  }

  private String call(String function, Name table) {
    return "select sandbox."
        + function
        + "("
        + Name.literal(table.sql())
        + "::regclass, "
        + Name.literal(json())
        + "::jsonb)";
  }

  private String json() {
    Map<String, Object> all = new LinkedHashMap<>(values);
    if (!encodings.isEmpty()) {
      all.put("encodings", encodings);
    }
    if (!uniques.isEmpty()) {
      all.put("uniques", uniques);
    }
    if (!foreignKeys.isEmpty()) {
      all.put("foreignKeys", foreignKeys);
    }
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
