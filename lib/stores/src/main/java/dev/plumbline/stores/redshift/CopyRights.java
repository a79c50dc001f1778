package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.stores.redshift.Grant.Kind;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What readers of a view may see of the copies under it: policies that hide rows or mask columns,
 * and grants. Each copy is asked in its own database, since Redshift shows rights only there.
 *
 * <p>Redshift reads through a late-binding view with the rights of its owner, so a grant on a copy
 * shows nobody more by itself. One that stands on the next copy alone is a right that somebody left
 * out of the present one, though, and which of the two was meant is not for a switch to decide.
 */
final class CopyRights {
  private static final Logger LOG = LoggerFactory.getLogger(CopyRights.class);

  private static final String ME = "SELECT current_user AS me";

  private final SessionSource sessions;
  private final RedshiftSession here;

  /**
   * @param here a session in the database of the views
   */
  CopyRights(SessionSource sessions, RedshiftSession here) {
    this.sessions = sessions;
    this.here = here;
  }

  /**
   * The rights on one copy.
   *
   * @param reading who may read it; empty when nothing can be seen of its grants
   * @param shut whether not even this account may read it, as a replica that has failed: that says
   *     nothing of who is meant to
   */
  private record Rights(Set<String> policies, Optional<Set<Grant>> reading, boolean shut) {}

  /** What the next copy would show the view's readers and the present one does not. */
  Optional<String> more(RelationName view, RelationName present, RelationName next)
      throws SQLException {
    Rights mine = rights(present);
    Rights theirs = rights(next);
    Set<String> lost = new LinkedHashSet<>(mine.policies());
    lost.removeAll(theirs.policies());
    if (!lost.isEmpty()) {
      return Optional.of(
          present + " has and " + next + " lacks the policy " + String.join(", ", lost));
    }
    if (mine.shut() || mine.reading().isEmpty() || theirs.reading().isEmpty()) {
      return Optional.empty();
    }
    Set<String> gained =
        reading(here, view).orElse(Set.of()).stream()
            .filter(reader -> covers(theirs.reading().orElseThrow(), reader))
            .filter(reader -> !mayCover(mine.reading().orElseThrow(), reader))
            .map(CopyRights::who)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return gained.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", gained)
                + " may read "
                + next
                + " and not "
                + present
                + "; readers of a view need no grant on its copies: take it away there, or give it"
                + " on both");
  }

  private static boolean covers(Set<Grant> grants, Grant reader) {
    return grants.stream().anyMatch(grant -> grant.kind() == Kind.PUBLIC || same(grant, reader));
  }

  /** The reader may be in any group and have any role. */
  private static boolean mayCover(Set<Grant> grants, Grant reader) {
    return covers(grants, reader)
        || (reader.kind() != Kind.PUBLIC
            && grants.stream().anyMatch(grant -> grant.kind() != Kind.USER));
  }

  private static boolean same(Grant one, Grant other) {
    return one.kind() == other.kind() && one.grantee().equals(other.grantee());
  }

  private static String who(Grant grant) {
    return grant.kind() == Kind.PUBLIC
        ? "everybody"
        : grant.kind().name().toLowerCase(Locale.ROOT) + " " + grant.grantee();
  }

  private Rights rights(RelationName copy) throws SQLException {
    if (copy.database().isEmpty()) {
      return rights(here, copy);
    }
    Optional<SessionSource> there = sessions.in(copy.database().orElseThrow());
    if (there.isPresent()) {
      try (RedshiftSession session = there.orElseThrow().open()) {
        return rights(session, copy);
      } catch (PlumblineException | SQLException e) {
        LOG.warn("Rights on {} cannot be seen: {}", copy, e.getMessage());
      }
    }
    return new Rights(RowPolicies.of(here, copy), Optional.empty(), false);
  }

  private static Rights rights(RedshiftSession session, RelationName copy) throws SQLException {
    return new Rights(RowPolicies.of(session, copy), reading(session, copy), shut(session, copy));
  }

  private static Optional<Set<Grant>> reading(RedshiftSession session, RelationName relation)
      throws SQLException {
    Set<Grant> all = Grants.probe(session).read(session, relation);
    return all.isEmpty() ? Optional.empty() : Optional.of(selecting(all));
  }

  private static boolean shut(RedshiftSession session, RelationName copy) throws SQLException {
    Grants.Seen seen = Grants.probe(session).see(session, copy);
    String me =
        seen.me().isEmpty()
            ? session.first(ME).flatMap(row -> row.text("me")).orElse("")
            : seen.me();
    Grant mine = new Grant("SELECT", "", Kind.USER, me, false);
    return !mayCover(selecting(seen.grants()), mine);
  }

  private static Set<Grant> selecting(Set<Grant> grants) {
    return grants.stream()
        .filter(grant -> grant.privilege().equals("SELECT"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
