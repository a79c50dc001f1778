package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which tables an integration replicates, in the syntax of the RDS API: {@code include: shop.*,
 * exclude: shop.audit_log}, each part a literal, {@code *} or {@code /regex/}. Later patterns
 * override earlier ones; with none, all tables are in.
 *
 * <p>Source: "Data filtering for Aurora zero-ETL integrations", Aurora user guide. System databases
 * are never replicated.
 */
public final class DataFilter {
  private static final Set<String> SYSTEM =
      Set.of("mysql", "sys", "information_schema", "performance_schema");

  private final String text;
  private final List<Rule> rules;

  private record Rule(boolean include, Predicate<String> schema, Predicate<String> table) {
    boolean matches(TableName name) {
      return schema.test(name.schema()) && table.test(name.table());
    }
  }

  private DataFilter(String text, List<Rule> rules) {
    this.text = text;
    this.rules = List.copyOf(rules);
  }

  /** Everything but the system databases. */
  public static DataFilter all() {
    return new DataFilter("include: *.*", List.of());
  }

  /**
   * Reads a filter.
   *
   * @throws IllegalArgumentException when it cannot be parsed
   */
  public static DataFilter parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      rules.add(rule(part.strip()));
    }
    return new DataFilter(text, rules);
  }

  private static Rule rule(String part) {
    boolean include = part.startsWith("include:");
    if (!include && !part.startsWith("exclude:")) {
      throw new IllegalArgumentException(
          "Cannot read data filter '" + part + "': it begins with neither include: nor exclude:");
    }
    String pattern = part.substring("include:".length()).strip();
    int dot = separator(pattern);
    if (dot <= 0 || dot == pattern.length() - 1) {
      throw new IllegalArgumentException(
          "Cannot read data filter '" + part + "': it is not of the form database.table");
    }
    return new Rule(
        include,
        matcher(part, pattern.substring(0, dot)),
        matcher(part, pattern.substring(dot + 1)));
  }

  /** The dot between database and table: the first one outside a regular expression. */
  private static int separator(String pattern) {
    int from = pattern.startsWith("/") ? pattern.indexOf('/', 1) : 0;
    return pattern.indexOf('.', Math.max(0, from));
  }

  private static Predicate<String> matcher(String part, String name) {
    if (name.equals("*")) {
      return any -> true;
    }
    if (name.length() > 1 && name.startsWith("/") && name.endsWith("/")) {
      try {
        return Pattern.compile(name.substring(1, name.length() - 1)).asMatchPredicate();
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "Cannot read data filter '" + part + "': " + e.getDescription(), e);
      }
    }
    return name::equals;
  }

  /** Whether the table is replicated. */
  public boolean includes(TableName name) {
    if (SYSTEM.contains(name.schema())) {
      return false;
    }
    boolean included = rules.isEmpty();
    for (Rule rule : rules) {
      if (rule.matches(name)) {
        included = rule.include();
      }
    }
    return included;
  }

  @Override
  public String toString() {
    return text;
  }
}
