package dev.plumbline.jobs.serve;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.route.Pin;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteBook.Entry;
import java.time.Instant;
import java.util.List;

/** Decisions by hand. */
public final class Pins {
  private Pins() {}

  /** The book with the pin on those tables; null takes pins away. */
  public static RouteBook lay(RouteBook book, List<TableSpec> tables, Pin pin) {
    RouteBook next = book;
    for (TableSpec table : tables) {
      Entry entry = book.tables().get(table.id());
      next =
          next.with(
              table.id(),
              entry == null
                  ? new Entry(null, null, 0, 0, null, "", "", false, "", "", pin)
                  : entry.with(pin));
    }
    return next;
  }

  /** The book with clean and bad checks of all tables counted from that instant on. */
  public static RouteBook anew(RouteBook book, Instant from) {
    RouteBook next = book;
    for (var entry : book.tables().entrySet()) {
      next = next.with(entry.getKey(), entry.getValue().anew(from));
    }
    return next;
  }

  /** Who asks, by the name of the account on this machine. */
  public static String user() {
    return System.getProperty("user.name", "somebody");
  }

  /**
   * @throws PlumblineException exit 2 when there is no replica
   */
  public static void requireReplica(Endpoint.Redshift warehouse) {
    if (warehouse.integrationDatabase().isEmpty()) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot route to the replica: endpoint '"
              + warehouse.name()
              + "' names no integrationDatabase");
    }
  }

  /**
   * @throws PlumblineException exit 2 when one of the tables keeps no fallback
   */
  public static void requireFallback(List<TableSpec> tables) {
    tables.stream()
        .filter(table -> !table.publish().fallback())
        .findFirst()
        .ifPresent(
            table -> {
              throw new PlumblineException(
                  ExitCode.USAGE,
                  "Cannot route to the fallback: table " + table.id() + " keeps none");
            });
  }
}
