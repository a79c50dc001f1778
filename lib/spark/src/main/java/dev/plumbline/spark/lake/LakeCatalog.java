package dev.plumbline.spark.lake;

import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreKind;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.TableName;
import dev.plumbline.spark.SparkFailures;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Describes the tables of an Iceberg catalog, in the types that SQL stores have. */
final class LakeCatalog {
  private final Catalog catalog;

  LakeCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The tables of some namespaces.
   *
   * @param namespaces none for all
   */
  List<StoreTable> tables(List<String> namespaces) {
    return SparkFailures.call(
        "list the lake's tables",
        () -> {
          List<StoreTable> tables = new ArrayList<>();
          for (Namespace namespace : ((SupportsNamespaces) catalog).listNamespaces()) {
            if (namespaces.isEmpty() || namespaces.contains(namespace.toString())) {
              for (TableIdentifier id : catalog.listTables(namespace)) {
                tables.add(described(id, catalog.loadTable(id)));
              }
            }
          }
          return tables;
        });
  }

  private static StoreTable described(TableIdentifier id, Table table) {
    List<StoreColumn> columns =
        table.schema().columns().stream()
            .map(column -> StoreColumn.of(column.name(), sqlType(column.type())))
            .toList();
    Snapshot snapshot = table.currentSnapshot();
    return new StoreTable(
        StoreKind.ICEBERG,
        new TableName(id.namespace().toString(), id.name()),
        columns,
        List.copyOf(table.schema().identifierFieldNames()),
        total(snapshot, SnapshotSummary.TOTAL_RECORDS_PROP),
        total(snapshot, SnapshotSummary.TOTAL_FILE_SIZE_PROP));
  }

  private static long total(Snapshot snapshot, String property) {
    return snapshot == null ? 0 : Long.parseLong(snapshot.summary().getOrDefault(property, "-1"));
  }

  /** What has no counterpart in SQL keeps its own name. */
  private static String sqlType(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "boolean";
      case INTEGER -> "integer";
      case LONG -> "bigint";
      case FLOAT -> "real";
      case DOUBLE -> "double precision";
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield "numeric(" + decimal.precision() + "," + decimal.scale() + ")";
      }
      case DATE -> "date";
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC() ? "timestamptz" : "timestamp";
      case STRING -> "varchar";
      case UUID -> "uuid";
      case FIXED, BINARY -> "varbyte";
      default -> type.toString();
    };
  }
}
