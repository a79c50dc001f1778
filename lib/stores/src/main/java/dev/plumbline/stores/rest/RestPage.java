package dev.plumbline.stores.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a resource.
 *
 * @param number counted from 1
 * @param rows at most as many as were asked for
 * @param next address of the next page; empty when this is the last one
 * @param total rows that the resource holds, where the API says it ({@code X-Total-Count})
 * @param bytes length of the body
 * @param retries attempts that failed before this page was read
 */
public record RestPage(
    int number,
    List<ObjectNode> rows,
    Optional<URI> next,
    OptionalLong total,
    long bytes,
    int retries) {
  public RestPage {
    rows = List.copyOf(rows);
  }
}
