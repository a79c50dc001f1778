package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a table's foreign keys do when their parent changes, as {@code SHOW CREATE TABLE} tells it:
 * MariaDB hides {@code information_schema.referential_constraints} from an account that may only
 * read.
 *
 * @param onDelete such as {@code CASCADE}
 * @param onUpdate such as {@code SET NULL}
 */
public record ForeignKeyRules(String onDelete, String onUpdate) {
  /** What a rule is that is not written. */
  private static final String NONE = "NO ACTION";

  private static final Pattern KEY =
      Pattern.compile("\\s*CONSTRAINT `(?<name>(?:[^`]|``)*)` FOREIGN KEY (?<rest>.*)");
  private static final Pattern RULE =
      Pattern.compile(" ON (?<event>DELETE|UPDATE) (?<rule>CASCADE|SET NULL|SET DEFAULT|RESTRICT)");

  /** The rules of a table's foreign keys, by their names. */
  public static Map<String, ForeignKeyRules> of(Connection connection, TableName table)
      throws SQLException {
    Map<String, ForeignKeyRules> rules = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + MySqlDialect.quote(table))) {
      if (row.next()) {
        row.getString(2)
            .lines()
            .map(KEY::matcher)
            .filter(Matcher::matches)
            .forEach(
                key -> rules.put(key.group("name").replace("``", "`"), rules(key.group("rest"))));
      }
    }
    return rules;
  }

  /**
   * The rules of one key; where its name is written in another way there than elsewhere, those of a
   * key of the table that acts.
   */
  static ForeignKeyRules of(String name, Map<String, ForeignKeyRules> rules) {
    ForeignKeyRules own = rules.get(name);
    return own != null
        ? own
        : rules.values().stream()
            .filter(ForeignKeyRules::act)
            .findFirst()
            .orElse(new ForeignKeyRules(NONE, NONE));
  }

  /** Whether a change of the parent changes rows of the table itself. */
  public boolean act() {
    return !isIdle(onDelete) || !isIdle(onUpdate);
  }

  private static boolean isIdle(String rule) {
    return rule.equals(NONE) || rule.equals("RESTRICT");
  }

  private static ForeignKeyRules rules(String text) {
    Map<String, String> rules = new LinkedHashMap<>();
    Matcher matcher = RULE.matcher(text);
    while (matcher.find()) {
      rules.put(matcher.group("event"), matcher.group("rule"));
    }
    return new ForeignKeyRules(
        rules.getOrDefault("DELETE", NONE), rules.getOrDefault("UPDATE", NONE));
  }
}
