package dev.plumbline.core.ddl;

import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Optional;

/** What a statement of a migration does. */
sealed interface Ddl {
  /**
   * A new table.
   *
   * @param replacing whether it takes the place of one with the same name (OR REPLACE)
   * @param ifMissing whether it does nothing where there is one (IF NOT EXISTS)
   * @param like the table whose definition is taken
   * @param unclear what stands among the columns and is not understood
   */
  record CreateTable(
      TableName table,
      boolean replacing,
      boolean ifMissing,
      boolean fromSelect,
      Optional<TableName> like,
      List<ColumnDefinition> columns,
      List<String> unclear,
      List<String> primaryKey,
      List<Reference> references,
      String engine)
      implements Ddl {}

  record AlterTable(TableName table, List<Action> actions) implements Ddl {
    public AlterTable {
      actions = List.copyOf(actions);
    }
  }

  record DropTables(List<TableName> tables) implements Ddl {
    public DropTables {
      tables = List.copyOf(tables);
    }
  }

  record RenameTables(List<Rename> renames) implements Ddl {
    public RenameTables {
      renames = List.copyOf(renames);
    }
  }

  record Rename(TableName from, TableName to) {}

  record TruncateTable(TableName table) implements Ddl {}

  record DropDatabase(String database) implements Ddl {}

  /** The database of names that stand without one, from here on. */
  record Use(String database) implements Ddl {}

  /** An index of a table comes or goes. */
  record Index(TableName table) implements Ddl {}

  /**
   * Rows change, and the binary log has them.
   *
   * @param table whose rows are named; without a name where the statement tells none
   */
  record Rows(String verb, TableName table) implements Ddl {}

  /** A statement of the XA family. */
  record Xa() implements Ddl {}

  /**
   * A variable of the server is set.
   *
   * @param name in lower case, without {@code @@} and scope
   * @param value in upper case; empty where it is no plain word
   */
  record Setting(String name, String value) implements Ddl {}

  /** What it does stands elsewhere, or is done later. The binary log has that by itself. */
  record Hidden(String what) implements Ddl {}

  /** Nothing that a replica sees, such as a view, a trigger, a right or a setting. */
  record Unseen(String what) implements Ddl {}

  /** Not understood. */
  record Unknown() implements Ddl {}

  /**
   * A foreign key.
   *
   * @param acts whether it is ON DELETE or ON UPDATE with CASCADE, SET NULL or SET DEFAULT
   */
  record Reference(TableName parent, boolean acts) {}

  /** What rows that exist already get in a new column. */
  enum Initial {
    /** NULL, or a literal. */
    KNOWN,
    /** NOT NULL with no default: zero, empty text, or whatever the type has. */
    IMPLICIT,
    /** Only the source knows. */
    COMPUTED,
    /** As {@code COMPUTED}, and in rows that come later too: worked out of other columns. */
    GENERATED
  }

  /**
   * A column as it is declared.
   *
   * @param type as written, such as {@code int unsigned}
   * @param placed whether FIRST or AFTER says where
   * @param declaration what was written after the name, without the place
   */
  record ColumnDefinition(
      String name,
      String type,
      boolean notNull,
      boolean placed,
      Initial initial,
      boolean primaryKey,
      Optional<Reference> reference,
      String declaration) {}

  /** One action of an ALTER TABLE. */
  sealed interface Action {
    /** As it was written. */
    String text();

    record AddColumn(String text, ColumnDefinition column) implements Action {}

    record DropColumn(String text, String column) implements Action {}

    record RenameColumn(String text, String from, String to) implements Action {}

    /** MODIFY, and CHANGE with a new name or the old one. */
    record ChangeColumn(String text, String from, ColumnDefinition column) implements Action {}

    record RenameTo(String text, TableName table) implements Action {}

    record AddPrimaryKey(String text, List<String> columns) implements Action {}

    record DropPrimaryKey(String text) implements Action {}

    record AddReference(String text, Reference reference) implements Action {}

    record Engine(String text, String engine) implements Action {}

    /** Rows change and the binary log does not say which, such as DROP PARTITION. */
    record Reload(String text) implements Action {}

    /** The table is written anew with the same rows and columns. */
    record Rebuild(String text) implements Action {}

    /** Indexes, comments and other things that change no row and no column. */
    record Harmless(String text) implements Action {}

    /** Not understood. */
    record Unclear(String text) implements Action {}
  }
}
