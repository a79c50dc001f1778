/**
 * Digests computed inside the stores: one SQL dialect per store for the canonical form, and the
 * statements of every rung. Read-only; values are bound, names are quoted by the dialect.
 */
package dev.plumbline.stores.digest;
