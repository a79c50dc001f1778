package dev.plumbline.core.preflight;

import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the reading account on the source may do: too little, or more than it should. */
public final class AccountChecks {
  private static final Pattern GRANT =
      Pattern.compile(
          "GRANT (?<what>.+?) ON (?:TABLE )?(?<where>\\*\\.\\*|`(?:[^`]|``)*`\\.(?:\\*|`(?:[^`]|``)*`)) TO .*",
          Pattern.CASE_INSENSITIVE);

  /** Privileges by which an account changes data, definitions, accounts or files. */
  private static final Set<String> WRITES =
      Set.of(
          "ALL",
          "ALL PRIVILEGES",
          "INSERT",
          "UPDATE",
          "DELETE",
          "DELETE HISTORY",
          "CREATE",
          "DROP",
          "ALTER",
          "INDEX",
          "REFERENCES",
          "TRIGGER",
          "EVENT",
          "CREATE VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "CREATE USER",
          "CREATE TABLESPACE",
          "FILE",
          "SUPER",
          "SHUTDOWN",
          "GRANT OPTION",
          "SYSTEM_VARIABLES_ADMIN",
          "BINLOG_ADMIN",
          "BINLOG ADMIN",
          "READ_ONLY ADMIN");

  private static final Set<String> POSITION =
      Set.of("ALL", "ALL PRIVILEGES", "SUPER", "REPLICATION CLIENT", "BINLOG MONITOR");

  private static final Set<String> LOG =
      Set.of("ALL", "ALL PRIVILEGES", "REPLICATION SLAVE", "REPLICATION REPLICA");

  private AccountChecks() {}

  private record Grant(Set<String> privileges, String schema, String table) {
    boolean covers(String database) {
      return schema.equals("*") || (table.equals("*") && matches(database));
    }

    /** In a grant {@code _} and {@code %} of a database's name stand for any characters. */
    private boolean matches(String database) {
      StringBuilder pattern = new StringBuilder();
      for (int i = 0; i < schema.length(); i++) {
        char c = schema.charAt(i);
        if (c == '\\' && i + 1 < schema.length()) {
          pattern.append(Pattern.quote(String.valueOf(schema.charAt(++i))));
        } else {
          pattern.append(c == '_' ? "." : c == '%' ? ".*" : Pattern.quote(String.valueOf(c)));
        }
      }
      return database.matches(pattern.toString());
    }
  }

  /**
   * @param schemas the databases that are read
   * @param log whether the binary log is read, too
   */
  public static List<Finding> of(ServerFacts server, Collection<String> schemas, boolean log) {
    List<Grant> grants = new ArrayList<>();
    server.grants().forEach(line -> parse(line, grants));
    List<Finding> findings = new ArrayList<>();
    for (String schema : new TreeSet<>(schemas)) {
      boolean readsAll =
          grants.stream()
              .filter(grant -> grant.covers(schema))
              .anyMatch(grant -> hasAny(grant, Set.of("SELECT", "ALL", "ALL PRIVILEGES")));
      boolean readsSome =
          grants.stream()
              .filter(grant -> grant.schema().equals(schema))
              .anyMatch(grant -> hasAny(grant, Set.of("SELECT")));
      if (!readsAll && !readsSome) {
        findings.add(
            missing(
                server,
                "SELECT on " + schema,
                "the account has no SELECT on database " + schema,
                "GRANT SELECT ON " + MySqlNames.quote(schema) + ".* TO " + account(server)));
      }
    }
    if (grants.stream().noneMatch(grant -> hasAny(grant, POSITION))) {
      findings.add(
          missing(
              server,
              "REPLICATION CLIENT",
              "the account may not read where the binary log stands, which every comparison needs",
              "GRANT REPLICATION CLIENT ON *.* TO " + account(server)));
    }
    if (log && grants.stream().noneMatch(grant -> hasAny(grant, LOG))) {
      findings.add(
          missing(
              server,
              "REPLICATION SLAVE",
              "the account may not read the binary log, which extraction by changes needs, and"
                  + " groups of tables that are to be of one moment",
              "GRANT REPLICATION SLAVE ON *.* TO " + account(server)));
    }
    writes(server, grants, findings);
    return findings;
  }

  private static void writes(ServerFacts server, List<Grant> grants, List<Finding> findings) {
    for (Grant grant : grants) {
      Set<String> excess = new TreeSet<>(grant.privileges());
      excess.retainAll(WRITES);
      if (!excess.isEmpty()) {
        String where =
            grant.schema().equals("*")
                ? "*.*"
                : MySqlNames.quote(grant.schema())
                    + "."
                    + (grant.table().equals("*") ? "*" : MySqlNames.quote(grant.table()));
        findings.add(
            new Finding(
                Area.SOURCE,
                Severity.UNSAFE,
                server.endpoint() + " account " + server.account(),
                "",
                "the account that only has to read may "
                    + String.join(", ", excess)
                    + " on "
                    + where,
                "use an account of its own that can only read (--print-grants shows one)",
                List.of(
                    "REVOKE "
                        + String.join(", ", excess)
                        + " ON "
                        + where
                        + " FROM "
                        + account(server))));
      }
    }
  }

  private static boolean hasAny(Grant grant, Set<String> wanted) {
    return grant.privileges().stream().anyMatch(wanted::contains);
  }

  private static void parse(String line, List<Grant> grants) {
    Matcher matcher = GRANT.matcher(line.strip());
    if (!matcher.matches()) {
      return;
    }
    String where = matcher.group("where");
    Set<String> privileges = new LinkedHashSet<>();
    // A list of columns is a grant on part of a table.
    for (String word : matcher.group("what").replaceAll("\\([^)]*\\)", "").split(",", -1)) {
      privileges.add(word.strip().toUpperCase(Locale.ROOT));
    }
    if (line.toUpperCase(Locale.ROOT).contains("WITH GRANT OPTION")) {
      privileges.add("GRANT OPTION");
    }
    if (!privileges.equals(Set.of("USAGE"))) {
      int dot = where.startsWith("*") ? 1 : endOfName(where);
      grants.add(
          new Grant(
              privileges, unquoted(where.substring(0, dot)), unquoted(where.substring(dot + 1))));
    }
  }

  private static int endOfName(String where) {
    int at = 1;
    while (at < where.length()) {
      if (where.charAt(at) == '`') {
        if (at + 1 < where.length() && where.charAt(at + 1) == '`') {
          at++;
        } else {
          return at + 1;
        }
      }
      at++;
    }
    return at;
  }

  private static String unquoted(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  private static Finding missing(ServerFacts server, String what, String reason, String statement) {
    return new Finding(
        Area.SOURCE,
        Severity.MISSING,
        server.endpoint() + " " + what,
        "",
        reason,
        "grant it",
        List.of(statement));
  }

  /** {@code user@host} as an account's name in SQL. */
  static String account(ServerFacts server) {
    int at = server.account().lastIndexOf('@');
    String user = at < 0 ? server.account() : server.account().substring(0, at);
    String host = at < 0 ? "%" : server.account().substring(at + 1);
    return "'" + user.replace("'", "''") + "'@'" + host.replace("'", "''") + "'";
  }
}
