package dev.plumbline.tests;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells what a system asks of the gateway and the contract suite never tried: for each kind of
 * statement, the clauses, functions, types and system views that no statement of that kind in the
 * suite has.
 */
final class ShapeCoverage {
  private ShapeCoverage() {}

  /**
   * Compares the lines of two {@code shapes.log} files.
   *
   * @param served by the gateway in use
   * @param tested by the gateway under the contract suite
   * @return sorted lines such as {@code SELECT: crc32()} or, for an untested kind, {@code MERGE};
   *     empty when all is tested
   */
  static List<String> untested(Collection<String> served, Collection<String> tested) {
    Map<String, Set<String>> known = new HashMap<>();
    for (String line : tested) {
      known.computeIfAbsent(kind(line), kind -> new HashSet<>()).addAll(features(line));
    }
    Set<String> untested = new TreeSet<>();
    for (String line : served) {
      Set<String> features = known.get(kind(line));
      if (features == null) {
        untested.add(kind(line));
      } else {
        features(line).stream()
            .filter(feature -> !features.contains(feature))
            .forEach(feature -> untested.add(kind(line) + ": " + feature));
      }
    }
    return List.copyOf(untested);
  }

  private static String kind(String line) {
    return line.substring(0, line.indexOf(" ["));
  }

  private static List<String> features(String line) {
    String inside = line.substring(line.indexOf(" [") + 2, line.length() - 1);
    return inside.isEmpty() ? List.of() : List.of(inside.split(", ", -1));
  }
}
