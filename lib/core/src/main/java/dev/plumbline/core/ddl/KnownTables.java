package dev.plumbline.core.ddl;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The tables as they are before a statement, as far as the pipeline and the statements before it
 * tell. MySQL's column names know no case.
 */
final class KnownTables {
  /**
   * One table.
   *
   * @param columns type by name in lower case
   * @param key columns of the primary key in lower case; empty where it is known to have none
   */
  record Known(Map<String, Column> columns, List<String> key) {
    Known {
      columns = new LinkedHashMap<>(columns);
      key = List.copyOf(key);
    }

    boolean inKey(String column) {
      return key.contains(lower(column));
    }
  }

  record Column(String type, boolean nullable) {}

  private final Map<TableName, Known> tables = new HashMap<>();

  static KnownTables of(List<TableSpec> specs) {
    KnownTables known = new KnownTables();
    for (TableSpec spec : specs) {
      Map<String, Column> columns = new LinkedHashMap<>();
      for (ColumnSpec column : spec.columns()) {
        columns.put(lower(column.name()), new Column(column.type().sql(), column.nullable()));
      }
      known.tables.put(
          spec.source(), new Known(columns, spec.key().stream().map(KnownTables::lower).toList()));
    }
    return known;
  }

  Optional<Known> find(TableName table) {
    return Optional.ofNullable(tables.get(table));
  }

  List<TableName> in(String database) {
    return tables.keySet().stream()
        .filter(table -> table.schema().equals(database))
        .sorted(java.util.Comparator.comparing(TableName::toString))
        .toList();
  }

  List<TableName> all() {
    return tables.keySet().stream()
        .sorted(java.util.Comparator.comparing(TableName::toString))
        .toList();
  }

  /** Takes note of what a statement has done. */
  void apply(Ddl ddl) {
    if (ddl instanceof Ddl.CreateTable create) {
      create(create);
    } else if (ddl instanceof Ddl.AlterTable alter) {
      alter.actions().forEach(action -> alter(alter.table(), action));
    } else if (ddl instanceof Ddl.DropTables drop) {
      drop.tables().forEach(tables::remove);
    } else if (ddl instanceof Ddl.RenameTables renames) {
      renames.renames().forEach(rename -> rename(rename.from(), rename.to()));
    } else if (ddl instanceof Ddl.DropDatabase drop) {
      tables.keySet().removeIf(table -> table.schema().equals(drop.database()));
    }
  }

  private void create(Ddl.CreateTable create) {
    if (create.ifMissing() && tables.containsKey(create.table())) {
      return;
    }
    if (create.like().isPresent()) {
      find(create.like().get()).ifPresent(known -> tables.put(create.table(), known));
      return;
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    create
        .columns()
        .forEach(
            column ->
                columns.put(lower(column.name()), new Column(column.type(), !column.notNull())));
    tables.put(
        create.table(),
        new Known(columns, create.primaryKey().stream().map(KnownTables::lower).toList()));
  }

  private void alter(TableName table, Ddl.Action action) {
    Known known = tables.get(table);
    if (known == null) {
      return;
    }
    Map<String, Column> columns = new LinkedHashMap<>(known.columns());
    List<String> key = new ArrayList<>(known.key());
    if (action instanceof Ddl.Action.AddColumn add) {
      columns.put(
          lower(add.column().name()), new Column(add.column().type(), !add.column().notNull()));
      if (add.column().primaryKey()) {
        key = List.of(lower(add.column().name()));
      }
    } else if (action instanceof Ddl.Action.DropColumn drop) {
      columns.remove(lower(drop.column()));
      key.remove(lower(drop.column()));
    } else if (action instanceof Ddl.Action.RenameColumn rename) {
      Column column = columns.remove(lower(rename.from()));
      if (column != null) {
        columns.put(lower(rename.to()), column);
      }
      key.replaceAll(name -> name.equals(lower(rename.from())) ? lower(rename.to()) : name);
    } else if (action instanceof Ddl.Action.ChangeColumn change) {
      columns.remove(lower(change.from()));
      columns.put(
          lower(change.column().name()),
          new Column(change.column().type(), !change.column().notNull()));
      key.replaceAll(
          name -> name.equals(lower(change.from())) ? lower(change.column().name()) : name);
    } else if (action instanceof Ddl.Action.AddPrimaryKey add) {
      key = add.columns().stream().map(KnownTables::lower).toList();
    } else if (action instanceof Ddl.Action.DropPrimaryKey) {
      key = List.of();
    } else if (action instanceof Ddl.Action.RenameTo rename) {
      rename(table, rename.table());
      return;
    }
    tables.put(table, new Known(columns, key));
  }

  private void rename(TableName from, TableName to) {
    Known known = tables.remove(from);
    if (known != null) {
      tables.put(to, known);
    }
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
