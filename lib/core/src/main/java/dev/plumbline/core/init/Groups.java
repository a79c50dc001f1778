package dev.plumbline.core.init;

import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.ForeignKey;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tables foreign keys join into one unit.
 *
 * <p>A group is published in one transaction and waits for its slowest table, so a unit of too many
 * tables is none.
 */
final class Groups {
  /** Beyond this many a group would hold up more than it protects. */
  static final int MOST = 20;

  /**
   * A proposed group.
   *
   * @param root the table that most of the others refer to
   */
  record Group(SourceTable root, List<SourceTable> tables) {
    boolean tooLarge() {
      return tables.size() > MOST;
    }

    boolean alone() {
      return tables.size() == 1;
    }
  }

  private Groups() {}

  /** The group of each table; one that no foreign key joins to another is alone in its own. */
  static Map<TableName, Group> of(List<SourceTable> tables) {
    Map<TableName, TableName> leader = new HashMap<>();
    tables.forEach(table -> leader.put(table.name(), table.name()));
    for (SourceTable table : tables) {
      for (ForeignKey key : table.foreignKeys()) {
        if (leader.containsKey(key.parent())) {
          leader.put(find(leader, table.name()), find(leader, key.parent()));
        }
      }
    }
    Map<TableName, List<SourceTable>> members = new LinkedHashMap<>();
    for (SourceTable table : tables) {
      members.computeIfAbsent(find(leader, table.name()), name -> new ArrayList<>()).add(table);
    }
    Map<TableName, Group> groups = new HashMap<>();
    for (List<SourceTable> list : members.values()) {
      Group group = new Group(root(list), List.copyOf(list));
      list.forEach(table -> groups.put(table.name(), group));
    }
    return groups;
  }

  private static TableName find(Map<TableName, TableName> leader, TableName name) {
    TableName at = name;
    while (!leader.get(at).equals(at)) {
      at = leader.get(at);
    }
    return at;
  }

  private static SourceTable root(List<SourceTable> tables) {
    return tables.stream()
        .max(
            Comparator.<SourceTable>comparingLong(table -> referrers(table, tables))
                .thenComparing(
                    table -> table.name().table(), Comparator.<String>naturalOrder().reversed()))
        .orElseThrow();
  }

  private static long referrers(SourceTable parent, List<SourceTable> tables) {
    return tables.stream()
        .filter(table -> !table.equals(parent))
        .filter(
            table ->
                table.foreignKeys().stream().anyMatch(key -> key.parent().equals(parent.name())))
        .count();
  }
}
