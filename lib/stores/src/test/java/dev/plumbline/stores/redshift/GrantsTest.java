package dev.plumbline.stores.redshift;

import static dev.plumbline.stores.redshift.FakeRedshift.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.stores.redshift.Grant.Kind;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static final RelationName USERS = RelationName.of("gold", "users");
  private final FakeRedshift redshift = new FakeRedshift();

  @Test
  void rolesAndColumnsComeFromTheViews() throws SQLException {
    redshift
        .answer("AS acl", row("acl", "{etl=r/etl,ann=r/etl}", "me", "etl"))
        .answer(
            "FROM svv_relation_privileges WHERE namespace_name = ? AND relation_name = ? [gold",
            row(
                "privilege_type", "SELECT",
                "identity_name", "analyst",
                "identity_type", "role",
                "admin_option", "f"),
            row(
                "privilege_type", "SELECT",
                "identity_name", "ann",
                "identity_type", "user",
                "admin_option", "t"),
            row("privilege_type", "SELECT", "identity_name", "public", "identity_type", "public"))
        .answer(
            "FROM svv_column_privileges WHERE namespace_name = ? AND relation_name = ? [gold",
            row(
                "column_name", "email",
                "privilege_type", "SELECT",
                "identity_name", "crew",
                "identity_type", "group"));

    assertThat(read())
        .containsExactlyInAnyOrder(
            new Grant("SELECT", "", Kind.USER, "ann", true),
            new Grant("SELECT", "", Kind.ROLE, "analyst", false),
            new Grant("SELECT", "", Kind.PUBLIC, "", false),
            new Grant("SELECT", "email", Kind.GROUP, "crew", false));
  }

  @Test
  void aViewThatCannotBeReadIsDoneWithout() throws SQLException {
    redshift
        .answer("AS acl", row("acl", "{ann=r/etl}", "me", "etl"))
        .fail("svv_relation_privileges", new SQLException("ERROR: permission denied", "42501"));

    assertThat(read()).containsExactly(new Grant("SELECT", "", Kind.USER, "ann", false));
  }

  @Test
  void aTableOfWhichNothingIsGrantedHasNoGrants() throws SQLException {
    redshift.answer("AS acl", row("acl", null, "me", "etl"));

    assertThat(read()).isEmpty();
  }

  @Test
  void onlyTheDifferenceIsGrantedAndRevoked() {
    Grant kept = new Grant("SELECT", "", Kind.USER, "ann", false);
    Grant lacking = new Grant("SELECT", "email", Kind.ROLE, "an\"alyst", false);
    Grant further = new Grant("UPDATE", "", Kind.USER, "bob", true);
    Grant surplus = new Grant("SELECT", "", Kind.PUBLIC, "", false);

    assertThat(Grants.statements(ordered(kept, lacking, further), ordered(kept, surplus), USERS))
        .containsExactly(
            "REVOKE SELECT ON TABLE \"gold\".\"users\" FROM PUBLIC",
            "GRANT SELECT (\"email\") ON TABLE \"gold\".\"users\" TO ROLE \"an\"\"alyst\"",
            "GRANT UPDATE ON TABLE \"gold\".\"users\" TO \"bob\" WITH GRANT OPTION");
  }

  private Set<Grant> read() throws SQLException {
    try (RedshiftSession session = redshift.open()) {
      return Grants.probe(session).read(session, USERS);
    }
  }

  private static Set<Grant> ordered(Grant... grants) {
    return new LinkedHashSet<>(List.of(grants));
  }
}
