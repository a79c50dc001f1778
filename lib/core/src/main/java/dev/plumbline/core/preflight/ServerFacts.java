package dev.plumbline.core.preflight;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a MySQL server says of itself.
 *
 * @param variables global variables by name in lower case
 * @param encrypted whether the session that asked is encrypted
 * @param logFilters databases that the binary log names or leaves out; empty when it takes all
 * @param retentionHours how long RDS keeps the binary log, 0 for no longer than it needs it itself;
 *     empty on other servers, and where the account may not read it
 * @param grants lines of {@code SHOW GRANTS}
 */
public record ServerFacts(
    String endpoint,
    String account,
    Map<String, String> variables,
    boolean encrypted,
    List<String> logFilters,
    Optional<String> retentionHours,
    List<String> grants) {

  public ServerFacts {
    variables = Map.copyOf(variables);
    logFilters = List.copyOf(logFilters);
    grants = List.copyOf(grants);
  }

  /** The variable's value, without regard to case. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name.toLowerCase(Locale.ROOT)));
  }

  public boolean isAurora() {
    return variables.containsKey("aurora_version");
  }
}
