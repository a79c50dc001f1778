package dev.plumbline.stores.redshift;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name of a table or view in Redshift, exactly as it is there.
 *
 * @param database empty for the database of the session
 */
public record RelationName(Optional<String> database, String schema, String table) {

  /** A relation in the session's own database. */
  public static RelationName of(String schema, String table) {
    return new RelationName(Optional.empty(), schema, table);
  }

  /** A relation in another database of the warehouse, such as the integration's. */
  public static RelationName of(String database, String schema, String table) {
    return new RelationName(Optional.of(database), schema, table);
  }

  /** The quoted name for SQL: two parts, or three across databases. */
  public String sql() {
    return parts().map(RedshiftDialect::quote).collect(Collectors.joining("."));
  }

  /** The name for people. */
  @Override
  public String toString() {
    return parts().collect(Collectors.joining("."));
  }

  private Stream<String> parts() {
    return Stream.concat(database.stream(), Stream.of(schema, table));
  }
}
