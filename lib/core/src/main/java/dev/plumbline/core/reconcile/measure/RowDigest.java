package dev.plumbline.core.reconcile.measure;

import java.io.Serializable;

/**
 * The digest of one row.
 *
 * @param digest the whole hash in hex, the store's part and the tool's part; empty where a row is
 *     nothing but its key
 */
public record RowDigest(RowKey key, String digest) implements Serializable {}
