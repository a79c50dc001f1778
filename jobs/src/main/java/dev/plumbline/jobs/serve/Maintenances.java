package dev.plumbline.jobs.serve;

import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteBook.Maintenance;
import java.time.Instant;

/** Planned times in which the integration is not to be trusted. */
final class Maintenances {
  private Maintenances() {}

  /**
   * The book without a maintenance whose time is over. Where the integration's database has changed
   * it is still followed, until the environment names the new one.
   */
  static RouteBook ended(RouteBook book, Instant now) {
    Maintenance maintenance = book.maintenance();
    boolean over = maintenance != null && !now.isBefore(maintenance.until());
    return over && maintenance.database().isEmpty() ? book.with((Maintenance) null) : book;
  }
}
