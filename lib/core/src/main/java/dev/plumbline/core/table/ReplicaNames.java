package dev.plumbline.core.table;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Names that a table of the replica cannot have.
 *
 * <p>Sources: "Aurora zero-ETL integrations", querying replicated data; "Names and identifiers" in
 * the Redshift guide.
 */
public final class ReplicaNames {
  /** Redshift's limit, in UTF-8. */
  public static final int MOST_BYTES = 127;

  private static final Set<String> TAKEN = Set.of("txn_seq", "txn_id");
  private static final String INTERNAL = "padb_internal";

  private ReplicaNames() {}

  /** Whether the integration uses the name of a column itself. */
  public static boolean isTaken(String column) {
    String lower = column.toLowerCase(Locale.ROOT);
    return TAKEN.contains(lower) || lower.startsWith(INTERNAL);
  }

  /** Length of a name, in UTF-8. */
  public static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
