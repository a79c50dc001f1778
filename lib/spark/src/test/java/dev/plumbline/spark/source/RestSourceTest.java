package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.plumbline.core.config.Endpoint.Rest;
import dev.plumbline.core.config.Endpoint.RetrySpec;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.IngestSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.spark.lake.Lake;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestSourceTest {
  private static final Pattern PAGE = Pattern.compile("_page=(\\d+)&_limit=(\\d+)");
  private HttpServer server;

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void pagesAreReadSideBySideOnceAndWhole() throws IOException {
    Dataset<Row> rows = serve(95, id -> "{\"id\": " + id + ", \"geo\": {\"lat\": \"1.5\"}}");
    assertThat(rows.rdd().getNumPartitions()).isEqualTo(2);
    assertThat(rows.selectExpr("count(*)", "count(distinct id)", "min(id)", "max(id)").first())
        .isEqualTo(RowFactory.create(95L, 95L, 1L, 95L));
  }

  @Test
  void fieldsAreTakenByPointerInTheDeclaredTypes() throws IOException {
    Dataset<Row> rows =
        serve(
            2,
            id ->
                id == 1
                    ? "{\"id\": 1, \"geo\": {\"lat\": \"-37.3159\"}, \"name\": \"Zo\\u00eb\"}"
                    : "{\"id\": \"2\", \"geo\": {\"lat\": 1.0000005}, \"name\": null}");
    assertThat(rows.orderBy("id").collectAsList())
        .containsExactly(
            RowFactory.create(1L, new BigDecimal("-37.315900"), "Zoë"),
            RowFactory.create(2L, new BigDecimal("1.000001"), null));
  }

  @Test
  void aValueOfAnotherTypeIsASourceFailureThatShowsIt() throws IOException {
    Dataset<Row> rows = serve(1, id -> "{\"id\": \"one\"}");
    assertThatThrownBy(
            () ->
                new Lake(TestSpark.session())
                    .table("bronze_api.wrong")
                    .replace(rows, new RunId("r")))
        .isInstanceOf(SourceException.class)
        .hasMessage("Cannot read /things: /id of a row is \"one\", which is no bigint");
  }

  private Dataset<Row> serve(int total, IntFunction<String> row) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/things",
        exchange -> {
          Matcher asked = PAGE.matcher(exchange.getRequestURI().getQuery());
          asked.find();
          int size = Integer.parseInt(asked.group(2));
          int first = (Integer.parseInt(asked.group(1)) - 1) * size + 1;
          String body =
              IntStream.rangeClosed(first, Math.min(total, first + size - 1))
                  .mapToObj(row)
                  .collect(Collectors.joining(",", "[", "]"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("X-Total-Count", Integer.toString(total));
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    Rest api =
        new Rest(
            "api", "http://127.0.0.1:" + server.getAddress().getPort(), new RetrySpec(1, 10, 1));
    return new RestSource(TestSpark.session(), api, Clock.systemUTC()).rows(things());
  }

  private static TableSpec things() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", "/id");
    fields.put("lat", "/geo/lat");
    fields.put("name", "/name");
    return new TableSpec(
        "things",
        new TableName("blog", "things"),
        List.of("id"),
        List.of(
            column("id", "bigint"),
            column("lat", "decimal(9,6)"),
            column("name", "varchar(20)"),
            column("created_at", "timestamp(6)")),
        "things",
        new ExtractionSpec(ExtractionSpec.Mode.FULL, 1_000),
        new PublishSpec(true, Optional.empty(), List.of()),
        Optional.of(new IngestSpec("things", "/things", 10, false, fields, Map.of())));
  }

  private static ColumnSpec column(String name, String type) {
    return new ColumnSpec(name, ColumnType.parse(type), true, ZeroDates.FAIL);
  }
}
