package dev.plumbline.sandbox.replicator.warehouse;

/** State of a replicated table under the names of SVV_INTEGRATION_TABLE_STATE. */
public enum TableState {
  SYNCED("Synced"),
  FAILED("Failed"),
  DELETED("Deleted"),
  RESYNC_REQUIRED("ResyncRequired"),
  RESYNC_INITIATED("ResyncInitiated");

  private final String label;

  TableState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  static TableState of(String label) {
    for (TableState state : values()) {
      if (state.label.equals(label)) {
        return state;
      }
    }
    throw new IllegalArgumentException("Cannot read a table's state: " + label);
  }
}
