package dev.plumbline.spark.model;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.publish.Origin;
import dev.plumbline.core.run.Json;
import dev.plumbline.spark.lake.Lake;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreePattern$;
import scala.collection.JavaConverters;

/**
 * Everything that a model's rows come from, as one text: its declaration, its SQL and rules, and
 * the states of the tables that it reads. The same text means the same rows.
 */
final class ModelInputs {
  /** Words that Spark reads as a time of today when they stand alone as a text. */
  private static final Pattern TODAY =
      Pattern.compile("['\"]\\s*(now|today|tomorrow|yesterday)\\s*['\"]", Pattern.CASE_INSENSITIVE);

  /** Rules whose outcome depends on when they are asked. */
  private static final Pattern TIMELY =
      Pattern.compile("freshness|now\\s*\\(|current_(date|time)", Pattern.CASE_INSENSITIVE);

  private ModelInputs() {}

  /**
   * @param plan of the model's SELECT, analyzed
   * @return empty where the rows come from something else, too, such as the time of day
   */
  static Optional<String> of(ModelSpec model, LogicalPlan plan, SparkSession spark, Lake lake) {
    Declared declared = Declared.of(model);
    boolean timely =
        TODAY.matcher(model.sql()).find()
            || TIMELY.matcher(declared.rules() + declared.warnings()).find();
    if (timely || !repeatable(plan)) {
      return Optional.empty();
    }
    List<Origin> states = new ArrayList<>();
    for (String input : ModelSql.references(model)) {
      Optional<Origin> state = lake.table(input).snapshot().origin();
      if (state.isEmpty()) {
        return Optional.empty();
      }
      states.add(state.get());
    }
    return Optional.of(digest(Json.line(new Text(spark.version(), declared, states))));
  }

  private record Text(String spark, Declared model, List<Origin> states) {}

  /** What of a model decides about its rows, and whether they are let through. */
  private record Declared(
      List<String> key, List<ModelSpec.Column> columns, String sql, String rules, String warnings) {
    static Declared of(ModelSpec model) {
      return new Declared(
          model.key(), model.columns(), model.sql(), text(model.rules()), text(model.warnings()));
    }

    private static String text(Optional<ModelSpec.Rules> rules) {
      return rules.map(ModelSpec.Rules::dqdl).orElse("");
    }
  }

  /** Whether the plan gives the same rows of the same inputs, at any time and to anybody. */
  private static boolean repeatable(LogicalPlan plan) {
    return !plan.containsPattern(TreePattern$.MODULE$.CURRENT_LIKE()) && deterministic(plan);
  }

  private static boolean deterministic(LogicalPlan plan) {
    return JavaConverters.seqAsJavaList(plan.expressions()).stream()
            .allMatch(ModelInputs::deterministic)
        && JavaConverters.seqAsJavaList(plan.children()).stream()
            .allMatch(ModelInputs::deterministic);
  }

  private static boolean deterministic(Expression expression) {
    boolean below =
        !(expression instanceof SubqueryExpression subquery) || deterministic(subquery.plan());
    return below
        && expression.deterministic()
        && JavaConverters.seqAsJavaList(expression.children()).stream()
            .allMatch(ModelInputs::deterministic);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
