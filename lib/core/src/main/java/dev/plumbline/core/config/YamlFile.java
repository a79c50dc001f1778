package dev.plumbline.core.config;

import dev.plumbline.core.config.ConfigException.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads one YAML file into a {@link Section}, with overrides from the command line laid over it.
 */
final class YamlFile {
  private final ConfigSource source;
  private final List<Problem> problems;
  private final UnaryOperator<String> interpolate;

  YamlFile(ConfigSource source, List<Problem> problems, UnaryOperator<String> interpolate) {
    this.source = source;
    this.problems = problems;
    this.interpolate = interpolate;
  }

  /**
   * @param overrides dotted key to YAML value; laid over what the file says
   */
  Section read(String path, Map<String, String> overrides) {
    return read(path, node -> overrides);
  }

  /**
   * @param overrides of what the file says
   */
  Section read(String path, Function<Node, Map<String, String>> overrides) {
    Node node = null;
    try {
      node = parse(source.read(path));
    } catch (NoSuchFileException e) {
      problems.add(new Problem(path, 0, "there is no such file"));
    } catch (IOException e) {
      problems.add(new Problem(path, 0, "cannot be read: " + e.getMessage()));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem(path, line, "is not valid YAML: " + e.getProblem()));
    }
    for (Map.Entry<String, String> override : overrides.apply(node).entrySet()) {
      try {
        node = YamlOverride.lay(node, override.getKey(), parse(override.getValue()));
      } catch (MarkedYAMLException e) {
        problems.add(
            new Problem(
                "--set", 0, "'" + override.getKey() + "' is not valid YAML: " + e.getProblem()));
      }
    }
    return new Section(path, "", node, problems, interpolate);
  }

  private static Node parse(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
  }
}
