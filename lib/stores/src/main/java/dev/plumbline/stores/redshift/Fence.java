package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.LockHeldException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The fencing token of a lease, as Redshift knows it: whoever acts under a lower token than the
 * ledger holds has lost the lease to another run and must not act.
 *
 * @param pipeline the pipeline whose lease it is
 * @param chain the chain of steps that the lease covers, such as {@code protect}
 * @param token grows with each new holder of the lease
 */
public record Fence(String pipeline, String chain, long token) {
  private static final String SELECT =
      "SELECT token FROM plumbline.fences WHERE pipeline = ? AND chain = ?";

  /**
   * Makes the token known, in a transaction that holds the lock on the fences: from here on no
   * earlier holder of the lease gets anything through.
   *
   * @throws LockHeldException when a later holder has been here already
   */
  void raise(RedshiftSession session) throws SQLException {
    Optional<Long> known = known(session);
    refuseIfLower(known);
    if (known.isEmpty()) {
      session.execute(
          "INSERT INTO plumbline.fences (pipeline, chain, token) VALUES (?, ?, ?)",
          pipeline,
          chain,
          token);
    } else if (known.get() < token) {
      session.execute(
          "UPDATE plumbline.fences SET token = ? WHERE pipeline = ? AND chain = ?",
          token,
          pipeline,
          chain);
    }
  }

  /**
   * Checks the token inside the transaction that acts, which holds the lock on the fences.
   *
   * @throws LockHeldException when a later holder of the lease has been here
   */
  void check(RedshiftSession session) throws SQLException {
    refuseIfLower(known(session));
  }

  private Optional<Long> known(RedshiftSession session) throws SQLException {
    return session.query(SELECT, pipeline, chain).stream()
        .flatMap(row -> row.number("token").stream())
        .max(Long::compare);
  }

  private void refuseIfLower(Optional<Long> known) {
    if (known.filter(other -> other > token).isPresent()) {
      throw new LockHeldException(
          "Cannot publish: another run holds the lease of pipeline "
              + pipeline
              + ", chain "
              + chain
              + " (its token is "
              + known.get()
              + ", ours "
              + token
              + "); readers see what that run publishes");
    }
  }
}
