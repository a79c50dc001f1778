package dev.plumbline.stores.digest;

import dev.plumbline.stores.digest.DigestDialect.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A WHERE clause under construction: a conjunction whose terms may be disjunctions. */
final class Where {
  private final List<String> terms = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  void and(Condition condition) {
    terms.add(condition.sql());
    if (condition.value() != null) {
      values.add(condition.value());
    }
  }

  /** Any of some conjunctions; none of them at all holds for no row. */
  void either(List<List<Condition>> conjunctions) {
    List<String> texts = new ArrayList<>();
    for (List<Condition> conjunction : conjunctions) {
      texts.add(
          conjunction.stream().map(Condition::sql).collect(Collectors.joining(" AND ", "(", ")")));
      conjunction.stream()
          .map(Condition::value)
          .filter(value -> value != null)
          .forEach(values::add);
    }
    terms.add(texts.isEmpty() ? "(1 = 0)" : "(" + String.join(" OR ", texts) + ")");
  }

  /** Widens the last term by the rows in which a column is NULL. */
  void orNull(String column) {
    int last = terms.size() - 1;
    terms.set(last, "(" + terms.get(last) + " OR " + column + " IS NULL)");
  }

  String sql() {
    return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
  }

  List<Object> values() {
    return values;
  }
}
