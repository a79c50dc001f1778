package dev.plumbline.sandbox.gateway.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A name of one to three parts: table, schema.table or database.schema.table.
 *
 * @param parts unquoted, as the server stores them
 */
public record Name(List<String> parts) {

  public static Name of(String... parts) {
    return new Name(List.of(parts));
  }

  public Name append(String part) {
    List<String> longer = new ArrayList<>(parts);
    longer.add(part);
    return new Name(List.copyOf(longer));
  }

  public String last() {
    return parts.get(parts.size() - 1);
  }

  /** The schema part, or the empty string. */
  public String schema() {
    return parts.size() < 2 ? "" : parts.get(parts.size() - 2);
  }

  /** As SQL, every part quoted. */
  public String sql() {
    return parts.stream().map(Name::quote).collect(Collectors.joining("."));
  }

  public static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** A string literal that means the same whether backslashes escape or not. */
  public static String literal(String value) {
    String doubled = value.replace("'", "''");
    return value.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }
}
