package dev.plumbline.stores.report;

import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The health of the zero-ETL integration and of each table that it replicates. */
final class ReplicaSection implements Section {
  @Override
  public String id() {
    return "replica";
  }

  @Override
  public String title() {
    return "Health of the replica";
  }

  @Override
  public String html(RunReport report) {
    return report.replica() == null ? "" : facts(report.replica()) + tables(report.replica());
  }

  private static String facts(ReplicaReport replica) {
    String lag = replica.lagMillis() < 0 ? "unknown" : Human.seconds(replica.lagMillis() / 1000.0);
    StringBuilder out = new StringBuilder("<dl class=\"list\">\n");
    add(out, "State", Html.badge(Tone.ofIntegration(replica.state()), replica.state()));
    add(out, "Lag", Html.text(lag));
    add(out, "Database", Html.code(replica.database()));
    add(out, "Integration", Html.code(replica.integrationId()));
    add(
        out,
        "Last commit",
        replica.lastCommitAt() == null ? "" : Html.time(replica.lastCommitAt()));
    add(out, "Checkpoint", Html.code(replica.checkpoint()));
    String position = Objects.requireNonNullElse(replica.sourcePosition(), "");
    String passed = replica.passedSource() ? "passed by the replica" : "not passed yet";
    add(
        out,
        "Position noted at the source",
        position.isBlank() ? "" : Html.code(position) + " " + Html.quiet(passed));
    add(out, "Looked at", Html.time(replica.readAt()));
    add(out, "Message", Html.text(replica.message()));
    return out.append("</dl>\n").toString();
  }

  private static void add(StringBuilder out, String name, String html) {
    if (!html.isEmpty()) {
      out.append("<div><dt>").append(name).append("</dt><dd>").append(html).append("</dd></div>\n");
    }
  }

  private static String tables(ReplicaReport replica) {
    if (replica.tables().isEmpty()) {
      return "";
    }
    List<TableState> sound =
        replica.tables().stream().filter(table -> Tone.of(table) == Tone.GOOD).toList();
    List<TableState> rest =
        replica.tables().stream().filter(table -> Tone.of(table) != Tone.GOOD).toList();
    String sums = Html.hint(sums(replica.tables()));
    String folded =
        sound.isEmpty()
            ? ""
            : Html.folded(Human.count(sound.size(), "table") + " Synced", table(sound));
    return sums + (rest.isEmpty() ? "" : table(rest)) + folded;
  }

  /** Such as {@code 3 tables: 2 Synced, 1 Failed.} */
  private static String sums(List<TableState> tables) {
    Map<String, Long> states =
        tables.stream()
            .collect(
                Collectors.groupingBy(
                    table -> Objects.requireNonNullElse(table.state(), "unknown"),
                    TreeMap::new,
                    Collectors.counting()));
    return Human.count(tables.size(), "table")
        + ": "
        + states.entrySet().stream()
            .map(entry -> Human.count(entry.getValue()) + " " + entry.getKey())
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String table(List<TableState> states) {
    HtmlTable table =
        new HtmlTable("", "State of each replicated table")
            .text("Table")
            .text("State")
            .text("Reason given by the integration");
    states.forEach(
        state ->
            table.row(
                Html.code(state.schema() + "." + state.table()),
                Html.badge(Tone.of(state), Objects.requireNonNullElse(state.state(), "unknown")),
                Html.text(state.reason())));
    return table.html();
  }
}
