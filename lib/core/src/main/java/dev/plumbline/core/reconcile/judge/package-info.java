/** From digests to differences: the ladder of a comparison, its fence and its findings. */
package dev.plumbline.core.reconcile.judge;
