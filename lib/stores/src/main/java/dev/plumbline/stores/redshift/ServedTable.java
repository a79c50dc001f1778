package dev.plumbline.stores.redshift;

import dev.plumbline.core.route.Target;
import dev.plumbline.core.table.TableSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One table as readers know it: the late-binding view in {@code serving_<database>}, and the copies
 * that it can stand on.
 *
 * @param id the table's id, which is also the view's name
 * @param replica empty where no integration fills one
 * @param fallback empty where none is kept
 */
public record ServedTable(
    String id,
    RelationName view,
    List<Column> columns,
    Optional<RelationName> replica,
    Optional<RelationName> fallback) {

  /** A schema that exists nowhere: reading from it fails with the table's name in the message. */
  private static final String NOWHERE = "plumbline_blocked";

  /**
   * One column of the view.
   *
   * @param type the Redshift type under which readers see it
   */
  public record Column(String name, String type) {}

  public ServedTable {
    columns = List.copyOf(columns);
  }

  /**
   * @param integrationDatabase empty where there is no integration
   */
  public static ServedTable of(TableSpec table, Optional<String> integrationDatabase) {
    String database =
        table.source().schema().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return new ServedTable(
        table.id(),
        RelationName.of("serving_" + database, table.id()),
        table.columns().stream()
            .map(column -> new Column(column.name(), column.type().serving()))
            .toList(),
        integrationDatabase.map(
            name -> RelationName.of(name, table.source().schema(), table.source().table())),
        table.publish().fallback()
            ? Optional.of(RelationName.of("fallback_" + database, table.id()))
            : Optional.empty());
  }

  /** What the view stands on for that target. */
  public RelationName copy(Target target) {
    return switch (target) {
      case REPLICA -> replica.orElseThrow(() -> missing("replica"));
      case FALLBACK -> fallback.orElseThrow(() -> missing("fallback"));
      case BLOCKED -> RelationName.of(NOWHERE, "no_copy_of_" + id + "_is_right");
    };
  }

  /** The statement that lets the view stand on that target; it keeps grants and columns. */
  public String replace(Target target) {
    return create("CREATE OR REPLACE VIEW ", target);
  }

  /** The statement that makes the view where there is none. */
  public String create(Target target) {
    return create("CREATE VIEW ", target);
  }

  private String create(String words, Target target) {
    String list =
        columns.stream()
            .map(
                column ->
                    "CAST("
                        + RedshiftDialect.quote(column.name())
                        + " AS "
                        + column.type()
                        + ") AS "
                        + RedshiftDialect.quote(column.name()))
            .collect(Collectors.joining(", "));
    return words
        + view.sql()
        + " AS SELECT "
        + list
        + " FROM "
        + copy(target).sql()
        + " WITH NO SCHEMA BINDING";
  }

  private IllegalArgumentException missing(String copy) {
    return new IllegalArgumentException("table " + id + " has no " + copy);
  }
}
