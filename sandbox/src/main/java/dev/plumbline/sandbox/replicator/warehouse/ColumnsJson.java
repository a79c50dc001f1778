package dev.plumbline.sandbox.replicator.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.util.List;

/** Columns of a table as JSON, in the state that is kept. */
final class ColumnsJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();
  private static final ObjectReader READER = MAPPER.readerForListOf(SourceColumn.class);
  private static final ObjectWriter WRITER =
      MAPPER.writerFor(
          MAPPER.getTypeFactory().constructCollectionType(List.class, SourceColumn.class));

  private ColumnsJson() {}

  static String write(SourceTable table) {
    try {
      return WRITER.writeValueAsString(table.columns());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write the columns of " + table.name(), e);
    }
  }

  static SourceTable read(TableName name, String json) {
    try {
      List<SourceColumn> columns = READER.readValue(json);
      return new SourceTable(name, columns);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the columns of " + name, e);
    }
  }
}
