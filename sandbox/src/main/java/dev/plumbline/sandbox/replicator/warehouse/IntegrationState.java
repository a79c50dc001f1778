package dev.plumbline.sandbox.replicator.warehouse;

/** State of the integration under the names of SVV_INTEGRATION. */
public enum IntegrationState {
  SCHEMA_DISCOVERY("SchemaDiscoveryState"),
  CDC_REFRESH("CdcRefreshState"),
  ERROR("ErrorState");

  private final String label;

  IntegrationState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
