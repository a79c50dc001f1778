package dev.plumbline.core.publish;

/**
 * Which state of the lake a published table holds.
 *
 * @param lakeTable such as {@code bronze_blog.users}
 * @param snapshotId of the state
 */
public record Origin(String lakeTable, long snapshotId) {}
