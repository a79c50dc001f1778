/**
 * Speaks to Redshift: sessions, names and DDL, loading by COPY, the switch of published tables and
 * the ledger in schema {@code plumbline}.
 */
package dev.plumbline.stores.redshift;
