package dev.plumbline.stores.redshift;

import dev.plumbline.stores.redshift.Grant.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Somebody who reads serving views.
 *
 * @param name empty for PUBLIC
 */
public record Reader(String kind, String name) {

  /**
   * From {@code NAME}, {@code user:NAME}, {@code group:NAME}, {@code role:NAME}, {@code public}.
   */
  public static Reader parse(String text) {
    if (text.equalsIgnoreCase("public")) {
      return new Reader("PUBLIC", "");
    }
    int colon = text.indexOf(':');
    String kind = colon < 0 ? "user" : text.substring(0, colon);
    return switch (kind) {
      case "user" -> new Reader("USER", text.substring(colon + 1));
      case "group" -> new Reader("GROUP", text.substring(colon + 1));
      case "role" -> new Reader("ROLE", text.substring(colon + 1));
      default -> new Reader("USER", text);
    };
  }

  String usage(String schema) {
    return "GRANT USAGE ON SCHEMA " + RedshiftDialect.quote(schema) + " TO " + who();
  }

  String select(RelationName view) {
    return selecting().grant(view);
  }

  /** The statements by which it reads all views of some schemas. */
  public List<String> grants(List<String> schemas) {
    return schemas.stream()
        .flatMap(
            schema ->
                Stream.of(
                    usage(schema),
                    "GRANT SELECT ON ALL TABLES IN SCHEMA "
                        + RedshiftDialect.quote(schema)
                        + " TO "
                        + who()))
        .toList();
  }

  /** The grant by which it reads a view. */
  Grant selecting() {
    return new Grant("SELECT", "", Kind.valueOf(kind), name, false);
  }

  /** As people say it, such as {@code user bi}. */
  @Override
  public String toString() {
    return (kind.toLowerCase(Locale.ROOT) + " " + name).strip();
  }

  private String who() {
    return switch (Kind.valueOf(kind)) {
      case PUBLIC -> "PUBLIC";
      case USER -> RedshiftDialect.quote(name);
      case GROUP -> "GROUP " + RedshiftDialect.quote(name);
      case ROLE -> "ROLE " + RedshiftDialect.quote(name);
    };
  }
}
