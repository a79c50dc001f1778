package dev.plumbline.stores.redshift;

/**
 * One privilege that somebody holds on a table.
 *
 * @param column the only column that it covers, or empty text for the whole table
 * @param grantee the name; empty for PUBLIC
 * @param grantable whether the grantee may grant it further
 */
record Grant(String privilege, String column, Kind kind, String grantee, boolean grantable) {

  /** What a grantee is. */
  enum Kind {
    USER,
    GROUP,
    ROLE,
    PUBLIC
  }

  /** Whether whoever holds this may do what that other grant lets do. */
  boolean gives(Grant other) {
    return privilege.equals(other.privilege)
        && column.equals(other.column)
        && kind == other.kind
        && grantee.equals(other.grantee)
        && (grantable || !other.grantable);
  }

  /** The statement that gives it on that table. */
  String grant(RelationName table) {
    return "GRANT "
        + what()
        + " ON TABLE "
        + table.sql()
        + " TO "
        + who()
        + (grantable ? " WITH GRANT OPTION" : "");
  }

  /** The statement that takes it away. */
  String revoke(RelationName table) {
    return "REVOKE " + what() + " ON TABLE " + table.sql() + " FROM " + who();
  }

  private String what() {
    return column.isEmpty() ? privilege : privilege + " (" + RedshiftDialect.quote(column) + ")";
  }

  private String who() {
    return switch (kind) {
      case PUBLIC -> "PUBLIC";
      case USER -> RedshiftDialect.quote(grantee);
      case GROUP -> "GROUP " + RedshiftDialect.quote(grantee);
      case ROLE -> "ROLE " + RedshiftDialect.quote(grantee);
    };
  }
}
