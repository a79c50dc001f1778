package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.catalog.Administrator;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.wire.ServerError;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives PostgreSQL's errors Redshift's wording, and hides the names that only the gateway uses. */
final class ErrorMapper {
  private static final Pattern CROSS_DATABASE =
      Pattern.compile("cross-database references are not implemented: \"?([^.\"]+)\\..*");
  private static final Pattern VARBYTE_CHECK = Pattern.compile("rs_varbyte_(\\d+)_.*");
  private static final String FIELDS = "SVCMDH";

  private final Administrator administrator;

  ErrorMapper(Administrator administrator) {
    this.administrator = administrator;
  }

  static ServerError of(SqlError error) {
    return ServerError.error(error.state(), error.getMessage(), error.detail());
  }

  ServerError map(ServerError error) {
    ServerError worded = reword(error);
    Map<Character, String> fields = new LinkedHashMap<>();
    worded
        .fields()
        .forEach(
            (letter, value) -> {
              if (FIELDS.indexOf(letter) >= 0) {
                fields.put(letter, plainNames(value));
              }
            });
    return new ServerError(fields);
  }

  private ServerError reword(ServerError error) {
    return switch (error.state()) {
      case "0A000" -> crossDatabase(error);
      case "23514" -> varbyteTooLong(error);
      case "23502" -> nullValue(error);
      case "21000" ->
          error.message().startsWith("MERGE command cannot affect row a second time")
              ? error.with("21000", "Found multiple matches to update the same tuple.")
              : error;
      case "42501" -> unavailable(error);
      case "40001", "40P01" ->
          error.state().equals("40P01") ? error.with("40P01", "deadlock detected") : error;
      case "57014" -> cancelled(error);
      default -> error;
    };
  }

  private static ServerError cancelled(ServerError error) {
    return error.message().contains("statement timeout")
        ? error.with("57014", "Query cancelled on user's request: statement timeout")
        : error.with("57014", "Query cancelled on user's request");
  }

  private static ServerError crossDatabase(ServerError error) {
    Matcher matcher = CROSS_DATABASE.matcher(error.message());
    return matcher.matches()
        ? error.with("3D000", "database \"" + matcher.group(1) + "\" does not exist")
        : error;
  }

  private static ServerError nullValue(ServerError error) {
    return ServerError.error(
        "23502", "Cannot insert a NULL value into column " + error.field('c'), "");
  }

  private static ServerError varbyteTooLong(ServerError error) {
    Matcher matcher = VARBYTE_CHECK.matcher(error.field('n'));
    return matcher.matches()
        ? ServerError.error(
            "22001", "value too long for type binary varying(" + matcher.group(1) + ")", "")
        : error;
  }

  /** A table that is not Synced may not be read: the replicator has taken the right away. */
  private ServerError unavailable(ServerError error) {
    Matcher matcher = Pattern.compile("permission denied for table (.*)").matcher(error.message());
    if (!matcher.matches()) {
      return error;
    }
    try {
      List<List<String>> rows =
          administrator.query(
              "select t.schema_name, t.table_state from sandbox.integration_table t"
                  + " join sandbox.integration i using (integration_id)"
                  + " where t.table_name = ? and t.table_state <> 'Synced' and not i.query_all_states"
                  // A table that is gone is no table that a right was taken away from.
                  + " and to_regclass(format('%I.%I', i.target_database || '$' || t.schema_name,"
                  + " t.table_name)) is not null",
              matcher.group(1));
      return rows.isEmpty() ? error : notSynced(error, matcher.group(1), rows.get(0));
    } catch (SQLException e) {
      return error;
    }
  }

  private static ServerError notSynced(ServerError error, String table, List<String> row) {
    return error.with(
        "42501",
        "table \""
            + row.get(0)
            + "\".\""
            + table
            + "\" cannot be queried: its zero-ETL state is "
            + row.get(1)
            + ", not Synced");
  }

  private String plainNames(String text) {
    if (text.indexOf('$') < 0 && !text.contains("redshift.")) {
      return text;
    }
    String plain = text.replace("redshift.", "");
    for (String database : administrator.integrations().keySet()) {
      plain = plain.replace(database + "$", database + ".");
    }
    return plain;
  }
}
