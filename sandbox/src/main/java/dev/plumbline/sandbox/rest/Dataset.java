package dev.plumbline.sandbox.rest;

import java.util.Map;

/**
 * What the API serves.
 *
 * @param resources rows by the resource's name, as in {@code /users}
 */
public record Dataset(Map<String, Rows> resources) {
  public Dataset {
    resources = Map.copyOf(resources);
  }
}
