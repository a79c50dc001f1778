package dev.plumbline.spark.model;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Holds the result of a model's SELECT to its declaration, and hides what is to be hidden. */
final class ModelShape {
  /** A silver SELECT may end with this column: why the row is refused, or NULL. */
  static final String REJECT_REASON = "_reject_reason";

  private ModelShape() {}

  static boolean rejects(Dataset<Row> rows) {
    String[] names = rows.columns();
    return names.length > 0 && names[names.length - 1].equals(REJECT_REASON);
  }

  /**
   * The rows with masks applied.
   *
   * @throws PlumblineException exit 2 naming the first column that is not as declared
   */
  static Dataset<Row> apply(ModelSpec model, Dataset<Row> rows) {
    check(model, rows);
    List<Column> columns = new ArrayList<>();
    for (ModelSpec.Column column : model.columns()) {
      columns.add(masked(column, rows.col(quoted(column.name()))).as(column.name()));
    }
    if (rejects(rows)) {
      columns.add(rows.col(REJECT_REASON));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static Column masked(ModelSpec.Column declared, Column column) {
    return switch (declared.mask()) {
      case NONE -> column;
      case SHA256 -> functions.sha2(column.cast(DataTypes.StringType), 256);
      case NULL -> functions.lit(null).cast(type(declared));
    };
  }

  private static void check(ModelSpec model, Dataset<Row> rows) {
    StructField[] found = rows.schema().fields();
    int count = found.length - (rejects(rows) ? 1 : 0);
    if (rejects(rows) && !model.layer().equals("silver")) {
      throw mismatch(model, "column " + REJECT_REASON + " is for silver models only");
    }
    if (rejects(rows) && !found[count].dataType().equals(DataTypes.StringType)) {
      throw mismatch(
          model,
          "column "
              + REJECT_REASON
              + " is "
              + found[count].dataType().simpleString()
              + ", and must be string");
    }
    for (int i = 0; i < Math.max(count, model.columns().size()); i++) {
      if (i >= count) {
        throw mismatch(
            model, "column '" + model.columns().get(i).name() + "' is declared, not selected");
      }
      if (i >= model.columns().size()) {
        throw mismatch(model, "column '" + found[i].name() + "' is selected, not declared");
      }
      check(model, i + 1, model.columns().get(i), found[i]);
    }
  }

  private static void check(
      ModelSpec model, int position, ModelSpec.Column declared, StructField found) {
    boolean typed =
        declared.mask() == Mask.SHA256
            ? type(declared).equals(DataTypes.StringType)
            : type(declared).equals(found.dataType());
    if (!declared.name().equals(found.name()) || !typed) {
      throw mismatch(
          model,
          "column "
              + position
              + " is '"
              + found.name()
              + "' "
              + found.dataType().simpleString()
              + ", declared as '"
              + declared.name()
              + "' "
              + declared.type());
    }
  }

  /** Text is text here; its greatest length is Redshift's matter. */
  private static DataType type(ModelSpec.Column column) {
    String name = column.type().strip().toLowerCase(Locale.ROOT);
    return name.startsWith("varchar") || name.startsWith("char")
        ? DataTypes.StringType
        : DataType.fromDDL(name);
  }

  private static PlumblineException mismatch(ModelSpec model, String reason) {
    return new PlumblineException(
        ExitCode.USAGE,
        "Cannot build " + model.table() + " from " + model.sqlFile() + ": " + reason);
  }
}
