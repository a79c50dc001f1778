package dev.plumbline.jobs.serve;

import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tables by the group in which they are moved. */
public final class Groups {
  private Groups() {}

  /** The selected groups, whole, in the order of the pipeline. */
  public static Map<String, List<TableSpec>> selected(JobContext context) {
    Map<String, List<TableSpec>> groups = new LinkedHashMap<>();
    for (TableSpec table : context.pipeline().tables()) {
      if (context.selection().includes(table)) {
        groups.computeIfAbsent(table.group(), name -> new ArrayList<>()).add(table);
      }
    }
    return groups;
  }

  /** Tables that a command line names, and those that it selects; none where it does neither. */
  public static List<TableSpec> named(JobContext context, List<String> names) {
    List<TableSpec> selected =
        context.options().select().isEmpty()
            ? List.of()
            : context.pipeline().tables().stream().filter(context.selection()::includes).toList();
    return Stream.concat(names.stream().map(context.pipeline()::table), selected.stream())
        .distinct()
        .toList();
  }

  /** The tables that are moved with that one. */
  public static List<TableSpec> with(JobContext context, String table) {
    String group = context.pipeline().table(table).group();
    return context.pipeline().tables().stream()
        .filter(other -> other.group().equals(group))
        .toList();
  }
}
