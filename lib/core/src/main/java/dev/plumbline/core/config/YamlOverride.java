package dev.plumbline.core.config;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Lays one {@code --set key=value} over a YAML tree. */
final class YamlOverride {
  private YamlOverride() {}

  /**
   * The tree with the value at the dotted key, or nothing where there is none; mappings that are
   * missing on the way are made.
   */
  static Node lay(Node tree, String dottedKey, Node value) {
    MappingNode mapping = tree instanceof MappingNode existing ? existing : mapping();
    int dot = dottedKey.indexOf('.');
    String key = dot < 0 ? dottedKey : dottedKey.substring(0, dot);
    List<NodeTuple> tuples = new ArrayList<>();
    Node previous = null;
    for (NodeTuple tuple : mapping.getValue()) {
      if (is(tuple, key)) {
        previous = tuple.getValueNode();
      } else {
        tuples.add(tuple);
      }
    }
    Node given =
        value != null
            ? value
            : new ScalarNode(Tag.NULL, "", null, null, DumperOptions.ScalarStyle.PLAIN);
    Node next = dot < 0 ? given : lay(previous, dottedKey.substring(dot + 1), value);
    tuples.add(
        new NodeTuple(
            new ScalarNode(Tag.STR, key, null, null, DumperOptions.ScalarStyle.PLAIN), next));
    mapping.setValue(tuples);
    return mapping;
  }

  /** The text at a key of a mapping; empty where there is none. */
  static String text(Node tree, String key) {
    return tree instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(tuple -> is(tuple, key) && tuple.getValueNode() instanceof ScalarNode)
            .map(tuple -> ((ScalarNode) tuple.getValueNode()).getValue())
            .findFirst()
            .orElse("")
        : "";
  }

  private static boolean is(NodeTuple tuple, String key) {
    return tuple.getKeyNode() instanceof ScalarNode known && known.getValue().equals(key);
  }

  private static MappingNode mapping() {
    return new MappingNode(Tag.MAP, new ArrayList<>(), DumperOptions.FlowStyle.BLOCK);
  }
}
