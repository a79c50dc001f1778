package dev.plumbline.spark.model;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.Nearest;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.spark.quality.QualityGate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Models in an order in which each comes after what it reads. Pure.
 *
 * <p>Only silver reads bronze; only gold reads silver and gold.
 */
public final class ModelGraph {
  private final List<ModelSpec> order;
  private final Map<String, Set<String>> inputs;

  private ModelGraph(List<ModelSpec> order, Map<String, Set<String>> inputs) {
    this.order = List.copyOf(order);
    this.inputs = inputs;
  }

  /**
   * Works out the order from the SQL, and reads the rules, before anything runs. Needs no session.
   *
   * @param bronze names of the pipeline's bronze tables, such as {@code bronze_blog.users}
   * @throws PlumblineException exit 2 naming every file that is no SELECT, reads what it must not
   *     or what nobody makes, or has rules that cannot be read; and every circle
   */
  public static ModelGraph of(List<ModelSpec> models, Collection<String> bronze) {
    Map<String, Set<String>> references = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (ModelSpec model : models) {
      try {
        references.put(model.table(), ModelSql.references(model));
      } catch (IllegalArgumentException e) {
        problems.add(model.sqlFile() + ": " + e.getMessage());
      }
      problems.addAll(QualityGate.problems(model));
    }
    if (!problems.isEmpty()) {
      throw refused(problems);
    }
    return of(models, bronze, references);
  }

  /** The same, from references that are known already. */
  static ModelGraph of(
      List<ModelSpec> models, Collection<String> bronze, Map<String, Set<String>> references) {
    List<String> problems = new ArrayList<>();
    Set<String> made =
        models.stream().map(ModelSpec::table).collect(Collectors.toCollection(TreeSet::new));
    for (ModelSpec model : models) {
      for (String input : references.get(model.table())) {
        problem(model, input, bronze, made, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw refused(problems);
    }
    return new ModelGraph(sorted(models, references), references);
  }

  /** Every model after what it reads. */
  public List<ModelSpec> order() {
    return order;
  }

  /** The tables that a model reads, bronze and modelled ones, such as {@code silver.dim_users}. */
  public Set<String> inputs(ModelSpec model) {
    return inputs.get(model.table());
  }

  private static void problem(
      ModelSpec model,
      String input,
      Collection<String> bronze,
      Set<String> made,
      List<String> problems) {
    String layer = input.contains(".") ? input.substring(0, input.indexOf('.')) : "";
    boolean isBronze = layer.startsWith("bronze_");
    boolean isModelled = layer.equals("silver") || layer.equals("gold");
    if (!isBronze && !isModelled) {
      problems.add(
          model.sqlFile()
              + ": reads '"
              + input
              + "', and a model reads bronze_<database>.<table>, silver.<model> or gold.<model>");
    } else if (isBronze != model.layer().equals("silver")) {
      problems.add(
          model.sqlFile()
              + ": reads "
              + input
              + ", and only "
              + (isBronze ? "silver reads bronze" : "gold reads silver and gold"));
    } else if (!(isBronze ? bronze.contains(input) : made.contains(input))) {
      problems.add(
          model.sqlFile()
              + ": reads "
              + input
              + ", which "
              + (isBronze ? "no table of the pipeline fills" : "no model makes")
              + Nearest.hint(input, isBronze ? bronze : made));
    }
  }

  private static List<ModelSpec> sorted(
      List<ModelSpec> models, Map<String, Set<String>> references) {
    Map<String, ModelSpec> open = new LinkedHashMap<>();
    models.forEach(model -> open.put(model.table(), model));
    List<ModelSpec> order = new ArrayList<>();
    while (!open.isEmpty()) {
      List<ModelSpec> ready =
          open.values().stream()
              .filter(model -> references.get(model.table()).stream().noneMatch(open::containsKey))
              .toList();
      if (ready.isEmpty()) {
        throw refused(List.of(circle(open, references)));
      }
      for (ModelSpec model : ready) {
        order.add(model);
        open.remove(model.table());
      }
    }
    return order;
  }

  private static String circle(Map<String, ModelSpec> open, Map<String, Set<String>> references) {
    Set<String> path = new LinkedHashSet<>();
    String at = open.keySet().iterator().next();
    while (path.add(at)) {
      at = references.get(at).stream().filter(open::containsKey).findFirst().orElseThrow();
    }
    List<String> circle = new ArrayList<>(path);
    circle = circle.subList(circle.indexOf(at), circle.size());
    return open.get(at).sqlFile()
        + ": reads in a circle: "
        + String.join(" reads ", circle)
        + " reads "
        + at;
  }

  private static PlumblineException refused(List<String> problems) {
    return new PlumblineException(
        ExitCode.USAGE, "Cannot plan the models: " + String.join("; ", problems));
  }
}
