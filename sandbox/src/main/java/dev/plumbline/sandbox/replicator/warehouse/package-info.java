/**
 * The warehouse as the replicator writes it: replicas, their states, checkpoints and where to go
 * on.
 */
package dev.plumbline.sandbox.replicator.warehouse;
