package dev.plumbline.core.preflight;

import dev.plumbline.core.table.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names in statements that are proposed to a person; nothing here is executed. */
final class MySqlNames {
  private MySqlNames() {}

  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  static String quote(TableName name) {
    return quote(name.schema()) + "." + quote(name.table());
  }

  static String list(Collection<String> names) {
    return names.stream().map(MySqlNames::quote).collect(Collectors.joining(", "));
  }
}
