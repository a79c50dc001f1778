package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.ROLE;
import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sandbox.server.S3Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

class UnloadContractTest {
  private final Warehouse warehouse = Warehouse.running();
  private Connection etl;
  private String schema;
  private String folder;

  @BeforeEach
  void connect() throws SQLException {
    schema = warehouse.schema();
    folder = warehouse.unique("unload") + "/";
    etl = warehouse.etl();
  }

  @AfterEach
  void disconnect() throws SQLException {
    etl.close();
  }

  private String unload(String query, String options) {
    return "unload ('"
        + query
        + "') to '"
        + ParquetFiles.url(folder)
        + "' iam_role '"
        + ROLE
        + "' "
        + options;
  }

  private List<String> keys() {
    return warehouse
        .s3()
        .listObjectsV2(request -> request.bucket(S3Server.BUCKET).prefix(folder))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  private String content(String key) {
    return warehouse
        .s3()
        .getObjectAsBytes(request -> request.bucket(S3Server.BUCKET).key(key))
        .asString(UTF_8);
  }

  @Test
  void whatWasUnloadedLoadsAgain() throws SQLException {
    String columns =
        " (a smallint, b integer, c bigint, d decimal(38,10), e real, f double precision, g boolean,"
            + " h date, i timestamp, k varchar(20), m varbyte(8))";
    run(
        etl,
        "create table " + schema + ".t" + columns,
        "create table " + schema + ".u" + columns,
        "insert into "
            + schema
            + ".t values (-32768, 1, 9223372036854775807,"
            + " 1234567890123456789012345678.0123456789, 0.1, 1e308, true, '2024-02-29',"
            + " '2024-02-29 23:59:59.123456', 'größe 🎈 \"q\", x', to_varbyte('00ff10', 'hex'))",
        "insert into " + schema + ".t (a, k) values (2, ''), (3, null)",
        unload(
            "select * from " + schema + ".t where k <> ''nothing'' or k is null",
            "format as parquet manifest verbose"),
        "copy "
            + schema
            + ".u from '"
            + ParquetFiles.url(folder + "manifest")
            + "' iam_role default format parquet manifest");
    assertThat(rows(etl, "select * from " + schema + ".u order by a"))
        .isEqualTo(rows(etl, "select * from " + schema + ".t order by a"))
        .hasSize(3);
    assertThat(content(folder + "manifest")).contains("content_length").contains("record_count");
  }

  @Test
  void refusesADestinationThatIsNotEmpty() throws SQLException {
    run(etl, unload("select 1 as a", "format parquet"));
    assertThat(failure(etl, unload("select 1 as a", "format parquet")).message())
        .contains("Specified unload destination on S3 is not empty");
    run(etl, unload("select 1 as a", "format parquet allowoverwrite parallel off"));
    assertThat(keys()).hasSize(2);
    run(etl, unload("select 1 as a", "format parquet cleanpath"));
    assertThat(keys()).hasSize(1);
  }

  @Test
  void writesCsv() throws SQLException {
    run(etl, unload("select 1 as a, ''x,y'' as b, null as c", "format csv header parallel off"));
    assertThat(content(keys().get(0))).isEqualTo("a,b,c\n1,\"x,y\",\n");
  }

  @Test
  void writesAFileForNoRows() throws SQLException {
    run(etl, unload("select 1 as a where 1 = 0", "format parquet"));
    assertThat(keys()).hasSize(1);
  }
}
