package dev.plumbline.sandbox.fault;

import java.util.List;

/**
 * One change that a fault made and that the source knows nothing of.
 *
 * @param number of the planted change, from 1
 * @param kind the kind's word
 * @param inFlight whether a change was struck as it was applied
 * @param table {@code schema.table}; empty where the whole integration is struck
 * @param key text of the key's columns; empty where no single row is struck
 * @param column the cell's column; empty where the whole row is struck
 * @param before the cell's value, or the row's, as it would be; null for NULL or no row
 * @param after as it is in its place; null for NULL or no row
 * @param at ISO-8601, UTC
 */
public record PlantedFault(
    long number,
    String kind,
    boolean inFlight,
    String table,
    List<String> key,
    String column,
    String before,
    String after,
    String at) {
  public PlantedFault {
    key = List.copyOf(key);
  }
}
