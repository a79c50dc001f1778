package dev.plumbline.jobs.check;

import java.util.List;

/**
 * What the catalogues of both stores say.
 *
 * @param excluded tables that cannot be compared
 * @param warnings what could not be read, and what opens it
 */
record Discovered(List<WorkItem> items, List<Excluded> excluded, List<String> warnings) {
  Discovered {
    items = List.copyOf(items);
    excluded = List.copyOf(excluded);
    warnings = List.copyOf(warnings);
  }
}
