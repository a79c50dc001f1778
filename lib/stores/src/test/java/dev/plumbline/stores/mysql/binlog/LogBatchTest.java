package dev.plumbline.stores.mysql.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.stores.mysql.binlog.TableChanges.Known;
import dev.plumbline.stores.mysql.binlog.TableChanges.Unknown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogBatchTest {
  private static final LogMark FROM = new LogMark("server", 0, "binlog.000001", 4);
  private static final TableSpec DECLARED =
      new TableSpec(
          "users",
          new TableName("Shop", "Users"),
          List.of("id"),
          List.of(new ColumnSpec("id", ColumnType.parse("int"), false, ZeroDates.FAIL)),
          "users",
          new ExtractionSpec(Mode.FULL, 1_000_000),
          new PublishSpec(false, Optional.empty(), List.of()),
          Optional.empty());

  /** What is said of the table when the log names one that does not fit it. */
  private static TableChanges changes(boolean foldsNames) {
    LogBatch batch =
        new LogBatch("server", FROM.place(), FROM.place(), foldsNames, (table, key) -> {});
    batch.watch(new WatchedTable(DECLARED, FROM), Map.of(), null);
    TableMapEventData map = new TableMapEventData();
    map.setDatabase("shop");
    map.setTable("users");
    map.setColumnTypes(new byte[] {CellShape.LONG});
    map.setColumnMetadata(new int[] {0});
    EventHeaderV4 header = new EventHeaderV4();
    header.setEventType(EventType.TABLE_MAP);
    batch.event(new Event(header, map));
    return batch.changes().get(DECLARED.source());
  }

  @Test
  void whereTheServerFoldsNamesATableIsFoundInWhateverCaseItIsDeclared() {
    assertThat(changes(true))
        .isEqualTo(new Unknown("the log has 1 columns of Shop.Users where the table has 0"));
  }

  @Test
  void elsewhereNamesThatDifferInCaseAreThoseOfTwoTables() {
    assertThat(changes(false)).isInstanceOf(Known.class);
  }
}
