package dev.plumbline.core.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.ConfigSource;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.schema.DataFacts;
import dev.plumbline.core.schema.DataFacts.Probe;
import dev.plumbline.core.schema.SourceSchema;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.Tables;
import dev.plumbline.core.table.ColumnSpec.TooLong;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.Evolve;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.ReconcileSpec;
import dev.plumbline.core.table.RouteSpec;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class InitPlanTest {
  @Test
  void whatIsProposedIsReadAsItWasMeant() {
    SourceTable table =
        Tables.table("Order Items")
            .column("select", "int(10) unsigned not null")
            .column("b`c", "varchar(20) not null")
            .column("on", "enum('a','b''c','null','${env:X}')")
            .column("null", "decimal(65,30)")
            .column("日本", "json")
            .primaryKey("select", "b`c")
            .build();

    PipelineConfig pipeline = read(plan(DataFacts.NONE, table));

    TableSpec spec = pipeline.table("order_items");
    assertThat(spec.source()).isEqualTo(new TableName("shop", "Order Items"));
    assertThat(spec.key()).containsExactly("select", "b`c");
    assertThat(spec.columns())
        .extracting(column -> column.name() + " " + column.type().type() + " " + column.nullable())
        .containsExactly(
            "select INT_UNSIGNED false",
            "b`c VARCHAR false",
            "on ENUM true",
            "null DECIMAL_WIDE true",
            "日本 JSON true");
    assertThat(pipeline.models().get(0).table()).isEqualTo("silver.shop_order_items");
    assertThat(pipeline.models().get(0).key()).containsExactly("select", "b_c");
    assertThat(pipeline.models().get(0).sql())
        .contains("PARTITION BY `select`, `b``c`", "FROM bronze_shop.`order_items`");
  }

  @Test
  void aTableWithoutAKeyCountsItsEqualRowsInSilver() {
    SourceTable table = Tables.table("log").column("copies", "int").column("m", "text").build();

    PipelineConfig pipeline = read(plan(DataFacts.NONE, table));

    assertThat(pipeline.table("log").key()).isEmpty();
    assertThat(pipeline.models().get(0).key()).containsExactly("row_digest");
    assertThat(pipeline.models().get(0).sql())
        .contains("count(*) AS copies_", "GROUP BY `copies`, `m`");
  }

  @Test
  void aUniqueIndexIsTheKeyWhereThereIsNoPrimaryOne() {
    SourceTable table =
        Tables.table("t")
            .column("a", "int not null")
            .column("b", "int")
            .unique("nullable", "b")
            .unique("whole", "a")
            .build();
    assertThat(read(plan(DataFacts.NONE, table)).table("t").key()).containsExactly("a");
  }

  @Test
  void whatRowsHoldDecidesWhatIsDeclared() {
    SourceTable table =
        Tables.table("t")
            .column("id", "int not null")
            .column("d", "date not null")
            .column("doc", "longtext")
            .primaryKey("id", "d")
            .build();
    DataFacts facts =
        new DataFacts(Map.of(table.name(), new Probe(true, List.of("d"), Map.of("doc", 70_000L))));

    InitPlan plan = plan(facts, table);

    TableSpec spec = read(plan).table("t");
    assertThat(spec.column("d").zeroDates()).isEqualTo(ZeroDates.NULL);
    assertThat(spec.column("doc").tooLong()).isEqualTo(TooLong.CUT);
    assertThat(read(plan).models().get(0).sql())
        .contains("WHEN `d` IS NULL THEN 'no date in the key'");
    assertThat(plan.notes()).anyMatch(note -> note.contains("0000-00-00"));
  }

  @Test
  void whatRowsWereSeenToHoldStaysDeclaredWhereALaterLookMissesIt() {
    SourceTable table = dated("date", "longtext");
    InitPlan first =
        plan(
            new DataFacts(
                Map.of(table.name(), new Probe(true, List.of("d"), Map.of("doc", 70_000L)))),
            table);
    Map<String, TableSpec> present = Map.of("t", read(first).table("t"));
    DataFacts tooLate = new DataFacts(Map.of(table.name(), new Probe(false, List.of(), Map.of())));

    assertThat(plan(DataFacts.NONE, present, table)).isEqualTo(first);
    assertThat(plan(tooLate, present, table).files()).isEqualTo(first.files());
    SourceTable retyped = dated("varchar(10)", "longblob");
    assertThat(plan(DataFacts.NONE, present, retyped).files())
        .as("types that need it no more")
        .isEqualTo(plan(DataFacts.NONE, retyped).files());
  }

  private static SourceTable dated(String date, String text) {
    return Tables.table("t")
        .column("id", "int not null")
        .column("d", date)
        .column("doc", text)
        .primaryKey("id")
        .build();
  }

  @Test
  void foreignKeysMakeGroupsUnlessTheyWouldBeTooLarge() {
    SourceTable users = Tables.table("users").column("id", "int not null").primaryKey("id").build();
    PipelineConfig small =
        read(plan(DataFacts.NONE, users, child("posts", "users"), child("alone", "elsewhere")));
    assertThat(small.table("posts").group()).isEqualTo("users");
    assertThat(small.table("users").group()).isEqualTo("users");
    assertThat(small.table("alone").group()).isEqualTo("alone");

    List<SourceTable> many = new ArrayList<>(List.of(users));
    for (int i = 0; i < Groups.MOST; i++) {
      many.add(child("child_" + i, "users"));
    }
    PipelineConfig large = read(plan(DataFacts.NONE, many.toArray(SourceTable[]::new)));
    assertThat(large.table("child_3").group()).isEqualTo("child_3");
  }

  @Test
  void largeTablesAreLaidOutByWhatTheyJoin() {
    SourceTable parent =
        Tables.table("orders")
            .column("id", "int not null")
            .primaryKey("id")
            .holding(2_000_000, 1L << 30)
            .build();
    SourceTable child =
        Tables.table("lines")
            .column("id", "int not null")
            .column("parent_id", "int")
            .primaryKey("id")
            .references("parent_id", "orders", "RESTRICT")
            .holding(9_000_000, 4L << 30)
            .build();

    PipelineConfig pipeline = read(plan(DataFacts.NONE, parent, child));

    assertThat(pipeline.table("orders").publish().distKey()).contains("id");
    assertThat(pipeline.table("lines").publish().distKey()).contains("parent_id");
    assertThat(pipeline.table("lines").extraction().splitRows()).isEqualTo(200_000);
  }

  @Test
  void aCursorIsProposedInAComment() {
    SourceTable large =
        Tables.table("orders")
            .column("id", "int not null")
            .stamped("updated_at", "timestamp not null")
            .primaryKey("id")
            .index("changed", "updated_at", "id")
            .holding(2_000_000, 1L << 30)
            .build();
    SourceTable unindexed =
        Tables.table("carts")
            .column("id", "int not null")
            .stamped("updated_at", "timestamp not null")
            .primaryKey("id")
            .holding(2_000_000, 1L << 20)
            .build();
    SourceTable acting =
        Tables.table("returns")
            .column("id", "int not null")
            .column("order_id", "int")
            .stamped("updated_at", "timestamp not null")
            .primaryKey("id")
            .index("changed", "updated_at")
            .references("order_id", "orders", "SET NULL")
            .holding(2_000_000, 1L << 20)
            .build();
    InitPlan plan = plan(DataFacts.NONE, large, unindexed, acting);

    assertThat(plan.files().get("tables/orders.yaml"))
        .contains(
            "  splitRows: 200000\n  # All rows are read each time.",
            "  # mode: incremental\n  # cursor: updated_at\n");
    assertThat(plan.files().get("tables/carts.yaml")).doesNotContain("incremental");
    assertThat(plan.files().get("tables/returns.yaml")).doesNotContain("incremental");
    assertThat(read(plan).table("orders").extraction().mode()).isEqualTo(Mode.FULL);
  }

  @Test
  void whatAServerEstimatesAnewChangesNoFile() {
    assertThat(plan(DataFacts.NONE, holding(2_110_000, 1_100_000_000)).files())
        .isEqualTo(plan(DataFacts.NONE, holding(2_000_000, 1_000_000_000)).files());
  }

  private static SourceTable holding(long rows, long bytes) {
    return Tables.table("orders")
        .column("id", "int not null")
        .primaryKey("id")
        .holding(rows, bytes)
        .build();
  }

  @Test
  void aColumnThatCannotBeReadIsLeftOutAndNamed() {
    SourceTable table =
        Tables.table("t")
            .column("id", "int not null")
            .column("v", "vector(3)")
            .column("_source", "int")
            .primaryKey("id")
            .build();

    InitPlan plan = plan(DataFacts.NONE, table);

    assertThat(read(plan).table("t").columns()).hasSize(1);
    assertThat(plan.notes())
        .contains(
            "left out t.v: type vector(3) is none that Plumbline can read",
            "left out t._source: Plumbline adds a column of that name to bronze");
  }

  @Test
  void masksAreInSilverAndAKeyIsNeverTakenAway() {
    SourceTable table =
        Tables.table("users")
            .column("token", "varchar(40) not null")
            .column("password", "varchar(40)")
            .primaryKey("token")
            .build();
    assertThat(read(plan(DataFacts.NONE, table)).models().get(0).columns())
        .extracting(column -> column.name() + " " + column.mask())
        .containsExactly("token SHA256", "password NULL");
  }

  private static SourceTable child(String name, String parent) {
    return Tables.table(name)
        .column("id", "int not null")
        .column("parent_id", "int")
        .primaryKey("id")
        .references("parent_id", parent, "RESTRICT")
        .build();
  }

  @Test
  void aTableThatZeroEtlRefusesIsAKnownExceptionForNinetyDays() {
    SourceTable refused =
        Tables.table("log").column("v", "blob").column("n: \"1\"", "smallint unsigned").build();
    SourceTable carried =
        Tables.table("users").column("id", "int not null").primaryKey("id").build();

    PipelineConfig pipeline = read(plan(DataFacts.NONE, refused, carried));

    assertThat(pipeline.table("users").expect()).isEmpty();
    assertThat(pipeline.table("log").expect())
        .singleElement()
        .satisfies(
            known -> {
              assertThat(known.kind()).isEqualTo(ExpectSpec.Kind.NOT_REPLICATED);
              assertThat(known.reason())
                  .isEqualTo(
                      "the table has no primary key; zero-ETL supports no column of type blob;"
                          + " zero-ETL supports no column of type smallint unsigned");
              assertThat(known.owner()).isEqualTo("nobody yet");
              assertThat(known.until()).isEqualTo(LocalDate.of(2026, 6, 30));
            });
  }

  @Test
  void anExceptionThatIsDeclaredKeepsItsOwnerAndItsDate() {
    SourceTable refused = Tables.table("log").column("v", "int").build();
    ExpectSpec present =
        new ExpectSpec(
            ExpectSpec.Kind.NOT_REPLICATED,
            List.of(),
            "we: \"know\"",
            "dba@shop",
            LocalDate.of(2020, 2, 29));

    PipelineConfig pipeline =
        read(
            plan(
                DataFacts.NONE,
                Map.of("log", expecting(present), "gone", expecting(present)),
                refused));

    assertThat(pipeline.table("log").expect()).containsExactly(present);
  }

  private static TableSpec expecting(ExpectSpec known) {
    return new TableSpec(
        "log",
        new TableName("shop", "log"),
        List.of(),
        List.of(),
        "log",
        new ExtractionSpec(Mode.FULL, 1),
        new PublishSpec(true, Optional.empty(), List.of()),
        RouteSpec.standard(),
        List.of(known),
        ReconcileSpec.standard(),
        Optional.empty(),
        Evolve.WARN);
  }

  private static InitPlan plan(DataFacts facts, SourceTable... tables) {
    return plan(facts, Map.of(), tables);
  }

  private static InitPlan plan(
      DataFacts facts, Map<String, TableSpec> present, SourceTable... tables) {
    return InitPlan.of(
        new SourceSchema("shop", Arrays.asList(tables), List.of()),
        facts,
        new InitPlan.Request(
            "shop",
            "aurora",
            false,
            "warehouse",
            "bronze_shop",
            present,
            LocalDate.of(2026, 4, 1)));
  }

  private static PipelineConfig read(InitPlan plan) {
    ConfigSource files =
        new ConfigSource() {
          @Override
          public String read(String path) throws IOException {
            return Optional.ofNullable(plan.files().get(path.substring("shop/".length())))
                .orElseThrow(() -> new NoSuchFileException(path));
          }

          @Override
          public List<String> list(String folder) {
            return plan.files().keySet().stream()
                .map(path -> "shop/" + path)
                .filter(path -> path.startsWith(folder + "/"))
                .toList();
          }
        };
    UnaryOperator<String> filling =
        text -> {
          assertThat(text).doesNotContain("${");
          return text;
        };
    return new ConfigLoader(files, filling, Map.of()).pipeline("shop");
  }
}
