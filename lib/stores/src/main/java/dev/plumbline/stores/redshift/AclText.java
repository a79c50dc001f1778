package dev.plumbline.stores.redshift;

import dev.plumbline.stores.redshift.Grant.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads an access control list as {@code pg_class.relacl} prints it: {@code {etl=arwdRxt/etl,"group
 * readers=r/etl",=r/etl}}, a letter per privilege, followed by a star where it may be granted
 * further. Letters that GRANT knows no word for are passed over.
 */
final class AclText {
  private static final Map<Character, String> PRIVILEGES =
      Map.of('r', "SELECT", 'w', "UPDATE", 'a', "INSERT", 'd', "DELETE", 'x', "REFERENCES");
  private static final String GROUP = "group ";

  private AclText() {}

  static List<Grant> parse(String acl) {
    List<Grant> grants = new ArrayList<>();
    for (String item : items(acl)) {
      item(item, grants);
    }
    return grants;
  }

  /** The elements of the array, without the quotes that an array puts around some of them. */
  private static List<String> items(String acl) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    boolean quoted = false;
    String body = acl.substring(1, acl.length() - 1);
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c == '\\' && i + 1 < body.length()) {
        item.append(body.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        items.add(item.toString());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    if (item.length() > 0) {
      items.add(item.toString());
    }
    return items;
  }

  private static void item(String item, List<Grant> grants) {
    int equals = endOfName(item);
    int slash = item.indexOf('/', equals);
    String letters = item.substring(equals + 1, slash < 0 ? item.length() : slash);
    String name = item.substring(0, equals);
    boolean group = name.startsWith(GROUP);
    String grantee = unquoted(group ? name.substring(GROUP.length()) : name);
    Kind kind = name.isEmpty() ? Kind.PUBLIC : group ? Kind.GROUP : Kind.USER;
    for (int i = 0; i < letters.length(); i++) {
      boolean grantable = i + 1 < letters.length() && letters.charAt(i + 1) == '*';
      String privilege = PRIVILEGES.get(letters.charAt(i));
      if (privilege != null) {
        grants.add(new Grant(privilege, "", kind, grantee, grantable));
      }
    }
  }

  /** Where the name ends; a name with other than letters, digits and underscores is quoted. */
  private static int endOfName(String item) {
    boolean quoted = false;
    for (int i = 0; i < item.length(); i++) {
      if (item.charAt(i) == '"') {
        quoted = !quoted;
      } else if (item.charAt(i) == '=' && !quoted) {
        return i;
      }
    }
    throw new IllegalArgumentException("'" + item + "' is no item of an access control list");
  }

  private static String unquoted(String name) {
    return name.length() > 1 && name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }
}
