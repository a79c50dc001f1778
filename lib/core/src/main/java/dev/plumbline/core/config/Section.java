package dev.plumbline.core.config;

import dev.plumbline.core.config.ConfigException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML file while it is read: every key that is asked for is thereby declared, every
 * problem is collected with its file and line, and {@link #done()} reports the keys that nobody
 * asked for with the nearest known name.
 */
final class Section {
  private final String file;
  private final String path;
  private final int line;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final List<Problem> problems;
  private final UnaryOperator<String> interpolate;

  Section(
      String file,
      String path,
      Node node,
      List<Problem> problems,
      UnaryOperator<String> interpolate) {
    this.file = file;
    this.path = path;
    this.line = node == null ? 0 : line(node);
    this.problems = problems;
    this.interpolate = interpolate;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
          problem(line(tuple.getKeyNode()), "a key must be plain text");
          continue;
        }
        String key = name.getValue();
        if (entries.put(key, tuple) != null) {
          problem(line(tuple.getKeyNode()), "key '" + qualified(key) + "' is given twice");
        }
      }
    } else if (node != null && !node.getTag().equals(Tag.NULL)) {
      problem(
          line, (path.isEmpty() ? "the file" : "'" + path + "'") + " must hold keys and values");
    }
  }

  Set<String> keys() {
    return entries.keySet();
  }

  boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  String text(String key) {
    Optional<String> value = optional(key);
    if (value.isEmpty() && !entries.containsKey(key)) {
      problem(line, "key '" + qualified(key) + "' is missing");
    }
    return value.orElse("");
  }

  String text(String key, String otherwise) {
    return optional(key).orElse(otherwise);
  }

  Optional<String> optional(String key) {
    known.add(key);
    NodeTuple tuple = entries.get(key);
    if (tuple == null || tuple.getValueNode().getTag().equals(Tag.NULL)) {
      return Optional.empty();
    }
    if (!(tuple.getValueNode() instanceof ScalarNode scalar)) {
      problem(line(tuple.getKeyNode()), "key '" + qualified(key) + "' must be a single value");
      return Optional.empty();
    }
    return Optional.ofNullable(interpolated(scalar));
  }

  int integer(String key, int otherwise, int least, int most) {
    return (int)
        parsed(
                key,
                text -> {
                  int value = Integer.parseInt(text.replace("_", ""));
                  if (value < least || value > most) {
                    throw new IllegalArgumentException(text);
                  }
                  return value;
                },
                "a whole number from " + least + " to " + most)
            .orElse(otherwise);
  }

  boolean flag(String key, boolean otherwise) {
    return parsed(
            key,
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException(text);
                },
            "true or false")
        .orElse(otherwise);
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> type, E otherwise) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return parsed(
            key,
            text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)),
            "one of " + String.join(", ", names))
        .orElse(otherwise);
  }

  /** The value after a conversion; a failed conversion is a problem that says what is expected. */
  <T> Optional<T> parsed(String key, Function<String, T> parse, String expected) {
    Optional<String> text = optional(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text.get()));
    } catch (IllegalArgumentException e) {
      problem(
          lineOf(key),
          "key '" + qualified(key) + "' is '" + text.get() + "' and must be " + expected);
      return Optional.empty();
    }
  }

  List<String> texts(String key) {
    known.add(key);
    NodeTuple tuple = entries.get(key);
    if (tuple == null || tuple.getValueNode().getTag().equals(Tag.NULL)) {
      return List.of();
    }
    if (!(tuple.getValueNode() instanceof SequenceNode sequence)) {
      problem(lineOf(key), "key '" + qualified(key) + "' must be a list, such as [a, b]");
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        values.add(interpolated(scalar));
      } else {
        problem(line(item), "each item of '" + qualified(key) + "' must be a single value");
      }
    }
    return values;
  }

  /** The mapping under a key; an empty one when the key is absent. */
  Section section(String key) {
    known.add(key);
    NodeTuple tuple = entries.get(key);
    return new Section(
        file, qualified(key), tuple == null ? null : tuple.getValueNode(), problems, interpolate);
  }

  /** The mappings in the list under a key; none when the key is absent. */
  List<Section> sections(String key) {
    known.add(key);
    NodeTuple tuple = entries.get(key);
    if (tuple == null || tuple.getValueNode().getTag().equals(Tag.NULL)) {
      return List.of();
    }
    if (!(tuple.getValueNode() instanceof SequenceNode sequence)) {
      problem(lineOf(key), "key '" + qualified(key) + "' must be a list of keys and values");
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      String place = qualified(key) + "[" + sections.size() + "]";
      sections.add(new Section(file, place, item, problems, interpolate));
    }
    return sections;
  }

  /** The mapping as free keys with single values, in the order of the file. */
  Map<String, String> map(String key) {
    Section inner = section(key);
    Map<String, String> values = new LinkedHashMap<>();
    inner.keys().forEach(name -> values.put(name, inner.text(name)));
    return values;
  }

  /** Reports the keys that are not known here. To be called once everything has been asked for. */
  void done() {
    entries.forEach(
        (key, tuple) -> {
          if (!known.contains(key)) {
            problem(
                line(tuple.getKeyNode()),
                "unknown key '" + qualified(key) + "'" + Nearest.hint(key, known));
          }
        });
  }

  void problem(String key, String message) {
    problem(lineOf(key), message);
  }

  String qualified(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** True when the value stands under the key as a mapping rather than a single value. */
  boolean isMapping(String key) {
    NodeTuple tuple = entries.get(key);
    return tuple != null && tuple.getValueNode() instanceof MappingNode;
  }

  private int lineOf(String key) {
    NodeTuple tuple = entries.get(key);
    return tuple == null ? line : line(tuple.getKeyNode());
  }

  private String interpolated(ScalarNode scalar) {
    try {
      return interpolate.apply(scalar.getValue());
    } catch (IllegalArgumentException e) {
      problem(line(scalar), e.getMessage());
      return null;
    }
  }

  private void problem(int at, String message) {
    problems.add(new Problem(file, at, message));
  }

  private static int line(Node node) {
    return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
  }
}
