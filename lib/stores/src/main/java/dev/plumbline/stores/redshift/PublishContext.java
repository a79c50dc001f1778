package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.RunId;

/**
 * On whose behalf something is published.
 *
 * @param fence the lease under which the run acts
 * @param stagedPrefix {@code s3://} prefix for manifests; emptied of what earlier holders of the
 *     lease left below {@code <pipeline>/<chain>/}
 * @param iamRole the role with which COPY reads S3, or {@code default}
 * @param nextCommand the command that publishes again, for messages
 */
public record PublishContext(
    Fence fence, RunId runId, String stagedPrefix, String iamRole, String nextCommand) {

  /** Where the manifests of all runs under this lease lie. */
  String leasePrefix() {
    String base = stagedPrefix.endsWith("/") ? stagedPrefix : stagedPrefix + "/";
    return base + fence.pipeline() + "/" + fence.chain() + "/";
  }

  /** Where this run's manifest for the table lies. */
  String manifest(String table) {
    return leasePrefix() + fence.token() + "/" + table + ".manifest";
  }
}
