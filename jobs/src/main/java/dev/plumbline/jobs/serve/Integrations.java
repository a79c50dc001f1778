package dev.plumbline.jobs.serve;

import dev.plumbline.core.route.TableFacts;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.ledger.RouteBook.Maintenance;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The integrations of a warehouse. */
public final class Integrations {
  private static final String ALL =
      "SELECT integration_id, target_database, state FROM svv_integration ORDER BY creation_time DESC";

  private Integrations() {}

  /** One integration and the database that it fills; empty where that does not exist yet. */
  public record Integration(String id, String database, String state) {}

  /** The integration that fills the database. */
  public static Optional<Integration> find(JobContext context, String database) {
    return all(context).stream().filter(one -> one.database().equals(database)).findFirst();
  }

  /**
   * The integration to follow: that of the named database where it replicates, else the newest that
   * does.
   */
  public static Optional<Integration> successor(
      JobContext context, String named, Maintenance maintenance) {
    List<Integration> replicating =
        all(context).stream()
            .filter(one -> one.state().equals(TableFacts.REPLICATING))
            .filter(one -> !one.database().isEmpty())
            .toList();
    return replicating.stream()
        .filter(one -> one.database().equals(named))
        .findFirst()
        .or(
            () ->
                replicating.stream()
                    .filter(one -> !one.id().equals(maintenance.integrationId()))
                    .findFirst());
  }

  private static List<Integration> all(JobContext context) {
    try (RedshiftSession session = Look.quick(context).open()) {
      return session.query(ALL).stream().map(Integrations::integration).toList();
    } catch (SQLException e) {
      throw new PublishException("Cannot read SVV_INTEGRATION: " + RedshiftErrors.text(e), e);
    }
  }

  private static Integration integration(Row row) {
    return new Integration(
        row.text("integration_id").orElse(""),
        row.text("target_database").orElse(""),
        row.text("state").orElse(""));
  }
}
