package dev.plumbline.stores.mysql.binlog;

import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventMetadata;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableSpec;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the keys out of the rows events of one table, as one table map describes it. Of an update
 * both the key before and the key after are read.
 */
final class LoggedKeys {
  private static final int TABLE_ID_AND_FLAGS = 8;

  private final List<CellShape> shapes;
  private final KeyCell[] cells;
  private final int keyColumns;
  private final int[] keyPosition;

  private LoggedKeys(List<CellShape> shapes, int keyColumns) {
    this.shapes = shapes;
    this.keyColumns = keyColumns;
    this.cells = new KeyCell[shapes.size()];
    this.keyPosition = new int[shapes.size()];
    Arrays.fill(keyPosition, -1);
  }

  /**
   * @param columns the table's columns in their order with their types, as the server lists them
   *     now; names are used where the map has none, types for the labels of an ENUM or SET
   * @throws LogUnusableException when the map does not fit the table, or a key cannot be read
   *     exactly
   */
  static LoggedKeys of(
      TableSpec table, TableMapEventData map, Map<String, String> columns, KeyCharsets charsets)
      throws LogUnusableException {
    List<CellShape> shapes = CellShape.of(map);
    List<String> names =
        Optional.ofNullable(map.getEventMetadata())
            .map(TableMapEventMetadata::getColumnNames)
            .filter(list -> list.size() == shapes.size())
            .orElseGet(() -> List.copyOf(columns.keySet()));
    if (names.size() != shapes.size()) {
      throw new LogUnusableException(
          "the log has "
              + shapes.size()
              + " columns of "
              + table.source()
              + " where the table has "
              + names.size());
    }
    LoggedKeys reader = new LoggedKeys(shapes, table.key().size());
    for (int i = 0; i < table.key().size(); i++) {
      String name = table.key().get(i);
      int at = names.indexOf(name);
      if (at < 0) {
        throw new LogUnusableException("the log has no column " + name + " of " + table.source());
      }
      KeyCell cell =
          new KeyCell(
              table.column(name),
              shapes.get(at),
              EnumLabels.of(columns.getOrDefault(name, "")),
              charsets.reader(name));
      if (!cell.isReadable()) {
        throw new LogUnusableException(
            "the log holds key column "
                + name
                + " in a form (storage type "
                + shapes.get(at).type()
                + ") that is not read exactly");
      }
      reader.cells[at] = cell;
      reader.keyPosition[at] = i;
    }
    return reader;
  }

  /**
   * Hands over the key of each row image of an event.
   *
   * @throws LogUnusableException when an image has no key, or one that cannot be read
   */
  void keys(EventType type, RowsBody rows, Consumer<RowKey> keys) throws LogUnusableException {
    ByteCursor bytes = rows.cursor();
    bytes.skip(TABLE_ID_AND_FLAGS);
    if (type.name().startsWith("EXT_")) {
      bytes.skip((int) bytes.little(2) - 2);
    }
    int columns = bytes.packedInt();
    if (columns != shapes.size()) {
      throw new LogUnusableException("rows of the log do not fit their table's map");
    }
    boolean update = type == EventType.UPDATE_ROWS || type == EventType.EXT_UPDATE_ROWS;
    byte[] present = bytes.slice((columns + 7) / 8);
    byte[] presentAfter = update ? bytes.slice((columns + 7) / 8) : present;
    try {
      while (bytes.hasMore()) {
        List<String> before = image(bytes, present, null);
        keys.accept(new RowKey(before));
        if (update) {
          List<String> after = image(bytes, presentAfter, before);
          if (!after.equals(before)) {
            keys.accept(new RowKey(after));
          }
        }
      }
    } catch (DateTimeException e) {
      throw new LogUnusableException("a key holds a date that no calendar has", e);
    } catch (IllegalStateException e) {
      throw new LogUnusableException("the log holds " + e.getMessage(), e);
    } catch (IndexOutOfBoundsException e) {
      throw new LogUnusableException("rows of the log end before their last column", e);
    }
  }

  /**
   * The key of one image. With a partial image ({@code binlog_row_image=MINIMAL}) what an update
   * leaves as it was is not in the image after.
   */
  private List<String> image(ByteCursor bytes, byte[] present, List<String> before)
      throws LogUnusableException {
    List<String> key =
        new ArrayList<>(before != null ? before : Arrays.asList(new String[keyColumns]));
    int count = 0;
    for (int i = 0; i < shapes.size(); i++) {
      count += isSet(present, i) ? 1 : 0;
    }
    byte[] nulls = bytes.slice((count + 7) / 8);
    int at = 0;
    for (int i = 0; i < shapes.size(); i++) {
      if (!isSet(present, i)) {
        if (cells[i] != null && before == null) {
          throw new LogUnusableException("row images of the log do not hold the key");
        }
        continue;
      }
      boolean isNull = isSet(nulls, at++);
      if (cells[i] != null) {
        key.set(keyPosition[i], isNull ? null : cells[i].read(bytes));
      } else if (!isNull) {
        bytes.skip(shapes.get(i).width(bytes));
      }
    }
    return key;
  }

  private static boolean isSet(byte[] bits, int i) {
    return ((bits[i / 8] >> (i % 8)) & 1) == 1;
  }
}
