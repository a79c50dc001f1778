/**
 * The canonical form of values and rows, and the digest of a row: what every store computes by SQL
 * and the tool by itself, to the same bytes.
 */
package dev.plumbline.core.reconcile.form;
