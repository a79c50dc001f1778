package dev.plumbline.sandbox.replicator.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventMetadata;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table as its map in the binlog describes it at that moment.
 *
 * @param id the number by which rows events refer to it
 * @param name the table
 * @param columns its columns in order
 */
public record TableShape(long id, TableName name, List<Column> columns) {
  /**
   * A column in the binlog.
   *
   * @param name its name
   * @param type its storage type
   * @param meta what the type needs to be read: length, precision, fraction digits
   */
  public record Column(String name, ColumnType type, int meta) {}

  static TableShape of(TableMapEventData map) {
    List<String> names =
        Optional.ofNullable(map.getEventMetadata())
            .map(TableMapEventMetadata::getColumnNames)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Cannot read the binlog: binlog_row_metadata is not FULL"));
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(column(names.get(i), map.getColumnTypes()[i] & 0xFF, map.getColumnMetadata()[i]));
    }
    return new TableShape(
        map.getTableId(), new TableName(map.getDatabase(), map.getTable()), List.copyOf(columns));
  }

  /**
   * CHAR, ENUM and SET share one code; which it is, and a length over 255, is folded into the
   * metadata.
   */
  private static Column column(String name, int code, int meta) {
    ColumnType type = ColumnType.byCode(code);
    if (type != ColumnType.STRING || meta < 256) {
      return new Column(name, type, meta);
    }
    int high = meta >> 8;
    int low = meta & 0xFF;
    if ((high & 0x30) != 0x30) {
      return new Column(name, ColumnType.byCode(high | 0x30), low | (((high & 0x30) ^ 0x30) << 4));
    }
    return new Column(name, ColumnType.byCode(high), low);
  }

  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }
}
