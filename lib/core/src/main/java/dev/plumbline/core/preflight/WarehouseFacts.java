package dev.plumbline.core.preflight;

import dev.plumbline.core.run.ReplicaReport;
import java.util.Optional;

/**
 * What a Redshift warehouse shows to the jobs' account.
 *
 * @param failure why it could not be asked at all; then nothing else is known
 * @param caseSensitive whether names keep their case for a session that sets nothing
 * @param mayCreate whether the account may create schemas
 * @param replica the integration as the account sees it; empty where none is configured
 * @param unreadable why a replicated table could not be read, where one was tried
 */
public record WarehouseFacts(
    String endpoint,
    String user,
    String database,
    Optional<String> failure,
    Optional<Boolean> caseSensitive,
    Optional<Boolean> mayCreate,
    Optional<ReplicaReport> replica,
    Optional<String> unreadable) {

  /** A warehouse that does not answer. */
  public static WarehouseFacts silent(String endpoint, String user, String failure) {
    return new WarehouseFacts(
        endpoint,
        user,
        "",
        Optional.of(failure),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
