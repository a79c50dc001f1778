package dev.plumbline.spark.model;

import dev.plumbline.core.config.ModelSpec;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.collection.JavaConverters;

/** What a model's SELECT reads, by Spark's own parser; needs no session. */
final class ModelSql {
  private ModelSql() {}

  /**
   * The tables that the model names, in lower case, without the names of its own CTEs.
   *
   * @throws IllegalArgumentException when the text is not one SELECT; the message says where
   */
  static Set<String> references(ModelSpec model) {
    LogicalPlan plan;
    try {
      plan = CatalystSqlParser$.MODULE$.parsePlan(model.sql());
    } catch (Exception e) { // ParseException is checked, and Scala does not declare it.
      String message = e instanceof AnalysisException known ? known.getMessage() : e.toString();
      throw new IllegalArgumentException(message.strip().lines().findFirst().orElse(""), e);
    }
    if (plan instanceof Command || plan instanceof ParsedStatement) {
      throw new IllegalArgumentException("it must be one SELECT");
    }
    Set<String> names = new TreeSet<>();
    collect(plan, Set.of(), names);
    return names;
  }

  private static void collect(LogicalPlan plan, Set<String> ctes, Set<String> names) {
    if (plan instanceof UnresolvedWith with) {
      Set<String> known = new HashSet<>(ctes);
      for (var cte : JavaConverters.seqAsJavaList(with.cteRelations())) {
        collect(cte._2(), known, names);
        known.add(cte._1().toLowerCase(Locale.ROOT));
      }
      collect(with.child(), known, names);
      return;
    }
    if (plan instanceof UnresolvedRelation relation) {
      String name =
          String.join(".", JavaConverters.seqAsJavaList(relation.multipartIdentifier()))
              .toLowerCase(Locale.ROOT);
      if (!ctes.contains(name)) {
        names.add(name);
      }
    }
    for (Expression expression : JavaConverters.seqAsJavaList(plan.expressions())) {
      collect(expression, ctes, names);
    }
    for (LogicalPlan child : JavaConverters.seqAsJavaList(plan.children())) {
      collect(child, ctes, names);
    }
  }

  private static void collect(Expression expression, Set<String> ctes, Set<String> names) {
    if (expression instanceof SubqueryExpression subquery) {
      collect(subquery.plan(), ctes, names);
    }
    for (Expression child : JavaConverters.seqAsJavaList(expression.children())) {
      collect(child, ctes, names);
    }
  }
}
