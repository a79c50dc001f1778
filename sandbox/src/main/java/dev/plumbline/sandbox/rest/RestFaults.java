package dev.plumbline.sandbox.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults in force, in the order in which they were told. Thread-safe. */
public final class RestFaults {
  private final List<Armed> armed = new ArrayList<>();

  private static final class Armed {
    private final RestFault fault;
    private long seen;
    private long hits;

    Armed(RestFault fault) {
      this.fault = fault;
    }

    boolean isSpent() {
      return fault.times() >= 0 && hits >= fault.times();
    }

    boolean strikes() {
      seen++;
      if (isSpent() || seen <= fault.after()) {
        return false;
      }
      hits++;
      return true;
    }
  }

  /**
   * A fault with its count.
   *
   * @param fault as told
   * @param hits requests that it has hit
   */
  public record Count(RestFault fault, long hits) {}

  /** Adds a fault; an earlier one of the same resource strikes first. */
  public synchronized void add(RestFault fault) {
    armed.add(new Armed(fault));
  }

  /** Ends all faults. */
  public synchronized void clear() {
    armed.clear();
  }

  /** The faults since the last clearing. */
  public synchronized List<Count> counts() {
    return armed.stream().map(entry -> new Count(entry.fault, entry.hits)).toList();
  }

  /** The fault that hits this request; asking counts the request. */
  public synchronized Optional<RestFault> strike(String resource) {
    Optional<RestFault> struck = Optional.empty();
    for (Armed entry : armed) {
      if (struck.isEmpty() && entry.fault.concerns(resource) && entry.strikes()) {
        struck = Optional.of(entry.fault);
      }
    }
    return struck;
  }
}
