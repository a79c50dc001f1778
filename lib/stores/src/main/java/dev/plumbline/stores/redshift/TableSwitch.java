package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.run.PublishException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts freshly loaded tables in the place of those that readers see, all in one short transaction
 * with their rows in the ledger. Views that are bound late follow the names.
 */
final class TableSwitch implements LedgeredTransaction.Work {
  private final StageNames names;
  private final List<PublishTable> tables;
  private final List<RelationName> old = new ArrayList<>();
  private Grants grants;

  TableSwitch(StageNames names, List<PublishTable> tables) {
    this.names = names;
    this.tables = List.copyOf(tables);
  }

  @Override
  public void prepare(RedshiftSession session) throws SQLException {
    grants = Grants.probe(session);
  }

  @Override
  public List<RelationName> locks(RedshiftSession session) throws SQLException {
    old.clear();
    for (PublishTable table : tables) {
      RelationName name = name(table);
      Optional<String> kind = Schemas.kind(session, name);
      if (kind.isPresent() && !kind.get().equals("r")) {
        throw new PublishException(name + " is there already and is no table; rename or drop it");
      }
      kind.ifPresent(present -> old.add(name));
    }
    return List.copyOf(old);
  }

  @Override
  public void change(RedshiftSession session, PublishTable table) throws SQLException {
    RelationName name = name(table);
    RelationName fresh = names.fresh(table.schema(), table.table());
    if (old.contains(name)) {
      Set<Grant> present = grants.read(session, fresh);
      for (String statement : Grants.statements(grants.read(session, name), present, fresh)) {
        session.execute(statement);
      }
      session.execute(RedshiftDialect.drop(name));
    }
    session.execute(RedshiftDialect.rename(fresh, table.table()));
  }

  @Override
  public PublishException explained(RedshiftSession session, SQLException e) {
    String cause = RedshiftErrors.text(e);
    if (RedshiftErrors.timedOut(e)) {
      return new PublishException(
          "readers held the tables until the switch gave up"
              + Blockers.describe(session, old).map(text -> ": " + text).orElse("")
              + " ("
              + cause
              + ")",
          e);
    }
    if (RedshiftErrors.hasDependents(e)) {
      return new PublishException(
          cause
              + "; a view is bound to one of "
              + tables.stream().map(PublishTable::name).toList()
              + ": create it again WITH NO SCHEMA BINDING, so that it follows the name",
          e);
    }
    return new PublishException(cause, e);
  }

  private static RelationName name(PublishTable table) {
    return RelationName.of(table.schema(), table.table());
  }
}
