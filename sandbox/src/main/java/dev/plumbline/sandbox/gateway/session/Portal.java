package dev.plumbline.sandbox.gateway.session;

/**
 * A statement bound to values.
 *
 * @param formats of the result's columns, as in Bind
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Portal(Prepared prepared, int[] formats) {}
