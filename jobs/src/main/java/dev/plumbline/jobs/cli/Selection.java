package dev.plumbline.jobs.cli;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.Nearest;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which tables and models a command line asks for. Tables of one group are one unit, so a table
 * brings the others of its group.
 */
public final class Selection {
  private static final String GROUP = "group:";

  private final List<String> patterns;
  private final Set<String> groups;

  /**
   * @param patterns names with {@code *} for any part, or {@code group:name}; none means all
   * @throws PlumblineException exit 2 when a pattern matches nothing in the pipeline
   */
  public Selection(List<String> patterns, PipelineConfig pipeline) {
    this.patterns = List.copyOf(patterns);
    this.groups =
        pipeline.tables().stream()
            .filter(table -> any(pattern -> matches(pattern, table)))
            .map(TableSpec::group)
            .collect(Collectors.toUnmodifiableSet());
    for (String pattern : patterns) {
      boolean any =
          pipeline.tables().stream().anyMatch(table -> matches(pattern, table))
              || pipeline.imports().stream().anyMatch(one -> matches(pattern, one.table()))
              || pipeline.models().stream().anyMatch(model -> matches(pattern, model));
      if (!any) {
        throw new PlumblineException(
            ExitCode.USAGE,
            "Cannot select '"
                + pattern
                + "': no table or model of pipeline "
                + pipeline.name()
                + " matches"
                + Nearest.hint(pattern, names(pipeline)));
      }
    }
  }

  public boolean includes(TableSpec table) {
    return groups.contains(table.group());
  }

  public boolean includes(ImportSpec spec) {
    return any(pattern -> matches(pattern, spec.table()));
  }

  public boolean includes(ModelSpec model) {
    return any(pattern -> matches(pattern, model));
  }

  private boolean any(Predicate<String> matches) {
    return patterns.isEmpty() || patterns.stream().anyMatch(matches);
  }

  private static boolean matches(String pattern, TableSpec table) {
    return pattern.startsWith(GROUP)
        ? table.group().equals(pattern.substring(GROUP.length()))
        : glob(pattern).matcher(table.id()).matches();
  }

  private static boolean matches(String pattern, ModelSpec model) {
    Pattern glob = glob(pattern);
    return glob.matcher(model.name()).matches() || glob.matcher(model.table()).matches();
  }

  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("((?<=\\*)|(?=\\*))", -1)) {
      regex.append(part.equals("*") ? ".*" : Pattern.quote(part));
    }
    return Pattern.compile(regex.toString());
  }

  private static List<String> names(PipelineConfig pipeline) {
    List<String> names = new ArrayList<>();
    pipeline.tables().forEach(table -> names.add(table.id()));
    pipeline.imports().forEach(one -> names.add(one.id()));
    pipeline.models().forEach(model -> names.add(model.table()));
    pipeline.tables().forEach(table -> names.add(GROUP + table.group()));
    return names;
  }
}
