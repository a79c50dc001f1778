package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.source.Examination;
import dev.plumbline.sandbox.replicator.warehouse.RequestStore;
import dev.plumbline.sandbox.replicator.warehouse.RequestStore.Request;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes clients' orders on to the applying thread, each once. */
final class Requests {
  private final ReplicatorConfig config;
  private final Control control;
  private final Clock clock;
  private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

  Requests(ReplicatorConfig config, Control control, Clock clock) {
    this.config = config;
    this.control = control;
    this.clock = clock;
  }

  void passOn(RequestStore store) throws SQLException {
    for (Request request : store.open()) {
      if (underWay.add(request.id())) {
        control.order(applier -> carryOut(applier, request), () -> underWay.remove(request.id()));
      }
    }
  }

  private void carryOut(Applier applier, Request request) throws SQLException {
    if (request.kind().equals("SET")) {
      applier
          .replicas()
          .set(SettingsText.apply(applier.replicas().settings(), String.valueOf(request.detail())));
    } else if (request.kind().equals("REFRESH")) {
      refresh(applier, request);
    }
    new RequestStore(applier.session().warehouse(), config.integrationId())
        .done(request.id(), clock.instant());
  }

  private void refresh(Applier applier, Request request) throws SQLException {
    for (TableName table : named(applier, request)) {
      applier.replicas().seed(table, "REFRESH was requested");
    }
  }

  private Set<TableName> named(Applier applier, Request request) throws SQLException {
    Set<TableName> tables = new HashSet<>();
    String which = String.valueOf(request.detail()).toUpperCase(Locale.ROOT);
    for (Replica replica : applier.replicas().all()) {
      boolean named =
          (request.schema() == null || request.schema().equals(replica.name().schema()))
              && (request.table() == null || request.table().equals(replica.name().table()));
      if (named && isMeant(applier, replica, which)) {
        tables.add(replica.name());
      }
    }
    if (tables.isEmpty() && request.table() != null) {
      TableName table = new TableName(request.schema(), request.table());
      boolean there =
          config.dataFilter().includes(table)
              && !(applier.session().examine(table) instanceof Examination.Missing);
      if (there) {
        tables.add(table);
      }
    }
    return tables;
  }

  private static boolean isMeant(Applier applier, Replica replica, String which)
      throws SQLException {
    if (which.contains("INERROR")) {
      return replica.state() != TableState.SYNCED;
    }
    return !which.contains("REMEDIABLE")
        || (replica.state() == TableState.SYNCED
            && applier.session().writer().hasDuplicates(replica.table()));
  }
}
