package dev.plumbline.core.ddl;

import dev.plumbline.core.table.TableName;

/** Names in statements that are proposed to a person; nothing here is executed. */
final class MySqlQuoting {
  private MySqlQuoting() {}

  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  static String quote(TableName name) {
    return name.schema().isEmpty()
        ? quote(name.table())
        : quote(name.schema()) + "." + quote(name.table());
  }
}
