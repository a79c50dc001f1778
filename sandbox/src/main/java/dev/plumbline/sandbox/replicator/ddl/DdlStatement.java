package dev.plumbline.sandbox.replicator.ddl;

import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Optional;

/** What a statement does to tables. */
public sealed interface DdlStatement {
  /**
   * A new table.
   *
   * @param replacing whether it takes the place of one with the same name (OR REPLACE)
   */
  record CreateTable(TableName table, boolean replacing) implements DdlStatement {}

  record AlterTable(TableName table, List<Action> actions) implements DdlStatement {
    public AlterTable {
      actions = List.copyOf(actions);
    }
  }

  record DropTables(List<TableName> tables) implements DdlStatement {
    public DropTables {
      tables = List.copyOf(tables);
    }
  }

  /** Tables under new names; both names of each are affected. */
  record RenameTables(List<Rename> renames) implements DdlStatement {
    public RenameTables {
      renames = List.copyOf(renames);
    }
  }

  record Rename(TableName from, TableName to) {}

  record TruncateTable(TableName table) implements DdlStatement {}

  record DropDatabase(String database) implements DdlStatement {}

  /** A statement of the XA family. */
  record Xa(String verb) implements DdlStatement {}

  /** Nothing that a replica sees. */
  record Other() implements DdlStatement {}

  /** One action of an ALTER TABLE. */
  sealed interface Action {
    /**
     * A new column.
     *
     * @param placed whether FIRST or AFTER says where, instead of at the end
     * @param initial what rows that exist already hold in it
     */
    record AddColumn(String column, boolean placed, InitialValue initial) implements Action {}

    record DropColumn(String column) implements Action {}

    record RenameColumn(String from, String to) implements Action {}

    record RenameTo(TableName table) implements Action {}

    /** Indexes, comments and other things that change no row and no column. */
    record Harmless() implements Action {}

    /** Anything else: it may change columns, their types or the key. */
    record Reshape() implements Action {}

    /** Changes rows without telling which, such as TRUNCATE PARTITION. */
    record Reload() implements Action {}
  }

  /** What a new column holds in rows that exist already. */
  sealed interface InitialValue {
    /** A literal; empty is NULL. */
    record Literal(Optional<String> text) implements InitialValue {}

    /** NOT NULL without a default: zero, or empty text. */
    record Implicit() implements InitialValue {}

    /** An expression, such as CURRENT_TIMESTAMP or a generated column: only the source knows. */
    record Computed() implements InitialValue {}
  }
}
