package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names in backticks, exactly as they are. */
final class Quoting {
  private Quoting() {}

  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  static String quote(TableName name) {
    return quote(name.schema()) + "." + quote(name.table());
  }

  static String quote(Collection<String> names) {
    return names.stream().map(Quoting::quote).collect(Collectors.joining(", "));
  }
}
