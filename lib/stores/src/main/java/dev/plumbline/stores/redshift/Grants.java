package dev.plumbline.stores.redshift;

import dev.plumbline.stores.redshift.Grant.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads who may do what on a table, and makes another table's grants equal to that. Users, groups
 * and PUBLIC stand in {@code pg_class.relacl}; roles, single columns and the newer privileges only
 * in {@code SVV_RELATION_PRIVILEGES} and {@code SVV_COLUMN_PRIVILEGES} (Redshift guide), which show
 * a user other identities only with SYSLOG ACCESS UNRESTRICTED.
 */
final class Grants {
  private static final Logger LOG = LoggerFactory.getLogger(Grants.class);
  private static final Set<String> KNOWN =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES", "DROP", "TRUNCATE", "ALTER");
  private static final String ACL =
      "SELECT c.relacl AS acl, current_user AS me FROM pg_class c JOIN pg_namespace n ON n.oid ="
          + " c.relnamespace WHERE n.nspname = ? AND c.relname = ?";
  private static final String RELATIONS =
      "SELECT privilege_type, identity_name, identity_type, admin_option FROM"
          + " svv_relation_privileges WHERE namespace_name = ? AND relation_name = ?";
  private static final String COLUMNS =
      "SELECT column_name, privilege_type, identity_name, identity_type FROM"
          + " svv_column_privileges WHERE namespace_name = ? AND relation_name = ?";

  private final List<String> views;

  private Grants(List<String> views) {
    this.views = views;
  }

  /**
   * Finds out, outside any transaction, which of the views can be read, since an error inside one
   * would end it.
   */
  static Grants probe(RedshiftSession session) throws SQLException {
    List<String> views = new ArrayList<>();
    for (String view : List.of(RELATIONS, COLUMNS)) {
      try {
        session.query(view, "", "");
        views.add(view);
      } catch (SQLException e) {
        if (RedshiftErrors.connectionLost(e)) {
          throw e;
        }
        LOG.warn("Grants to roles and columns may get lost: {}", RedshiftErrors.text(e));
      }
    }
    return new Grants(views);
  }

  /** What users, groups and PUBLIC hold on the table; quick, since it reads one row. */
  static Set<Grant> own(RedshiftSession session, RelationName table) throws SQLException {
    return new Grants(List.of()).read(session, table);
  }

  /**
   * Everything granted on a table.
   *
   * @param me the session's own user; empty where the table is not there
   */
  record Seen(Set<Grant> grants, String me) {}

  /** Everything granted on the table to others than the session's own user. */
  Set<Grant> read(RedshiftSession session, RelationName table) throws SQLException {
    Seen seen = see(session, table);
    Set<Grant> grants = new LinkedHashSet<>(seen.grants());
    grants.removeIf(grant -> grant.kind() == Kind.USER && grant.grantee().equals(seen.me()));
    return merged(grants);
  }

  /** Everything granted on the table, to the session's own user as well. */
  Seen see(RedshiftSession session, RelationName table) throws SQLException {
    Set<Grant> grants = new LinkedHashSet<>();
    Optional<Row> acl = session.first(ACL, table.schema(), table.table());
    acl.flatMap(row -> row.text("acl")).map(AclText::parse).ifPresent(grants::addAll);
    for (String view : views) {
      for (Row row : session.query(view, table.schema(), table.table())) {
        grant(row).ifPresent(grants::add);
      }
    }
    return new Seen(grants, acl.flatMap(row -> row.text("me")).orElse(""));
  }

  /** The statements after which the new table, which holds those grants, holds the old one's. */
  static List<String> statements(Set<Grant> old, Set<Grant> present, RelationName table) {
    List<String> statements = new ArrayList<>();
    present.stream()
        .filter(grant -> !old.contains(grant))
        .map(grant -> grant.revoke(table))
        .forEach(statements::add);
    old.stream()
        .filter(grant -> !present.contains(grant))
        .map(grant -> grant.grant(table))
        .forEach(statements::add);
    return statements;
  }

  private static Optional<Grant> grant(Row row) {
    String privilege = row.text("privilege_type").orElse("").toUpperCase(Locale.ROOT);
    Optional<Kind> kind = kind(row.text("identity_type").orElse(""));
    if (!KNOWN.contains(privilege) || kind.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Grant(
            privilege,
            row.text("column_name").orElse(""),
            kind.get(),
            kind.get() == Kind.PUBLIC ? "" : row.text("identity_name").orElse(""),
            row.flag("admin_option").orElse(false) && kind.get() == Kind.USER));
  }

  private static Optional<Kind> kind(String text) {
    return List.of(Kind.values()).stream()
        .filter(kind -> kind.name().equalsIgnoreCase(text))
        .findFirst();
  }

  /** Where one source says that a privilege may be granted further, that is what holds. */
  private static Set<Grant> merged(Collection<Grant> grants) {
    Set<Grant> merged = new LinkedHashSet<>(grants);
    merged.removeIf(
        grant ->
            !grant.grantable()
                && grants.contains(
                    new Grant(
                        grant.privilege(), grant.column(), grant.kind(), grant.grantee(), true)));
    return merged;
  }
}
