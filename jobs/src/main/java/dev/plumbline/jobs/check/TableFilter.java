package dev.plumbline.jobs.check;

import dev.plumbline.core.table.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which tables a command line asks for, and what their schemas are called in the target. */
final class TableFilter {
  private final Map<String, String> schemas = new LinkedHashMap<>();
  private final List<Pattern> patterns;

  /**
   * @param schemas names, or {@code source:target}; none for all
   * @param tables names with {@code *}, with or without the schema; none for all
   */
  TableFilter(List<String> schemas, List<String> tables) {
    for (String schema : schemas) {
      int colon = schema.indexOf(':');
      String left = colon < 0 ? schema : schema.substring(0, colon);
      this.schemas.put(left, colon < 0 ? schema : schema.substring(colon + 1));
    }
    this.patterns = tables.stream().map(TableFilter::pattern).toList();
  }

  private static Pattern pattern(String text) {
    String quoted =
        List.of(text.split("\\*", -1)).stream()
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(quoted);
  }

  /** The schemas of the source; none for all. */
  List<String> sourceSchemas() {
    return List.copyOf(schemas.keySet());
  }

  /** The schemas of the target; none for all. */
  List<String> targetSchemas() {
    return List.copyOf(schemas.values());
  }

  /** What the source's table is called in the target. */
  TableName inTarget(TableName source) {
    return new TableName(schemas.getOrDefault(source.schema(), source.schema()), source.table());
  }

  /** Whether the table is asked for. */
  boolean includes(TableName table) {
    return patterns.isEmpty()
        || patterns.stream()
            .anyMatch(
                pattern ->
                    pattern.matcher(table.table()).matches()
                        || pattern.matcher(table.toString()).matches());
  }
}
