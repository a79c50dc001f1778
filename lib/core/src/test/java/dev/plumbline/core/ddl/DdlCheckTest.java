package dev.plumbline.core.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.ConfigSource;
import dev.plumbline.core.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdlCheckTest {
  private static final PipelineConfig PIPELINE =
      pipeline(
          Map.of(
              "shop/pipeline.yaml",
              "name: shop\nsource: aurora\nwarehouse: warehouse\n",
              "shop/tables/orders.yaml",
              table("orders", "[id]", "{id: bigint not null, total: 'decimal(10,2)', note: text}"),
              "shop/tables/lines.yaml",
              table("lines", "[order_id, line]", "{order_id: bigint not null, line: int not null}"),
              "shop/tables/log.yaml",
              table("log", "[]", "{m: text}"),
              "shop/models/silver/shop_orders.sql",
              "SELECT id FROM bronze_shop.`orders`",
              "shop/models/silver/shop_orders.yaml",
              "grain: one\nkey: [id]\ncolumns: {id: bigint}\n"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          ALTER TABLE orders ADD COLUMN a INT                                    | FOLLOWS
          ALTER TABLE orders ADD a INT FIRST                                     | RESYNCS
          ALTER TABLE orders ADD `first` INT                                     | FOLLOWS
          ALTER TABLE orders ADD a INT COMMENT 'AFTER total'                     | FOLLOWS
          ALTER TABLE orders ADD a INT /* FIRST */                               | FOLLOWS
          ALTER TABLE orders ADD a INT /*!50000 FIRST */                         | RESYNCS
          ALTER TABLE orders ADD a INT, ADD b INT                                | RESYNCS
          ALTER TABLE orders ADD a DECIMAL(10,2)                                 | FOLLOWS
          ALTER TABLE orders ADD a INT, ADD INDEX (a)                            | FOLLOWS
          ALTER TABLE orders ADD a TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP  | RESYNCS
          ALTER TABLE orders ADD a TIMESTAMP NOT NULL DEFAULT '2020-01-01'       | FOLLOWS
          ALTER TABLE orders ADD a DATETIME DEFAULT NOW()                        | RESYNCS
          ALTER TABLE orders ADD a CHAR(36) DEFAULT (UUID())                     | RESYNCS
          ALTER TABLE orders ADD a INT DEFAULT -1                                | FOLLOWS
          ALTER TABLE orders ADD a BIT DEFAULT b'1'                              | FOLLOWS
          ALTER TABLE orders ADD a DATE NOT NULL                                 | RESYNCS
          ALTER TABLE orders ADD a INT NOT NULL                                  | FOLLOWS
          ALTER TABLE orders ADD a INT GENERATED ALWAYS AS (id + 1) VIRTUAL      | RESYNCS
          ALTER TABLE orders ADD a SMALLINT UNSIGNED                             | BREAKS
          ALTER TABLE orders ADD a GEOMETRY                                      | BREAKS
          ALTER TABLE orders ADD txn_id INT                                      | BREAKS
          ALTER TABLE orders ADD a INT, ADD b BLOB                               | BREAKS
          ALTER TABLE orders ADD period INT                                      | FOLLOWS
          ALTER TABLE orders DROP note                                           | FOLLOWS
          ALTER TABLE orders DROP COLUMN ID                                      | BREAKS
          ALTER TABLE orders DROP COLUMN id, ADD k BIGINT AUTO_INCREMENT PRIMARY KEY | RESYNCS
          ALTER TABLE lines DROP COLUMN line                                     | RESYNCS
          ALTER TABLE orders DROP PRIMARY KEY                                    | BREAKS
          ALTER TABLE orders DROP INDEX i, DROP FOREIGN KEY f                    | HARMLESS
          ALTER TABLE orders RENAME COLUMN note TO remark                        | FOLLOWS
          ALTER TABLE orders CHANGE note remark TEXT                             | RESYNCS
          ALTER TABLE orders CHANGE note note TEXT COMMENT 'x'                   | HARMLESS
          ALTER TABLE orders MODIFY total DECIMAL(10,2)                          | HARMLESS
          ALTER TABLE orders MODIFY total DECIMAL(12,2)                          | RESYNCS
          ALTER TABLE orders MODIFY id BIGINT                                    | RESYNCS
          ALTER TABLE orders MODIFY note LONGBLOB                                | BREAKS
          ALTER TABLE orders ALTER total SET DEFAULT 1                           | HARMLESS
          ALTER TABLE orders RENAME TO orders_old                                | RESYNCS
          ALTER TABLE orders RENAME INDEX a TO b                                 | HARMLESS
          ALTER TABLE orders ENGINE = MyISAM                                     | BREAKS
          ALTER TABLE orders ENGINE=InnoDB, ALGORITHM=INPLACE                    | HARMLESS
          ALTER TABLE orders COMMENT='ENGINE=MyISAM'                             | HARMLESS
          ALTER TABLE orders CONVERT TO CHARACTER SET utf8mb4                    | RESYNCS
          ALTER TABLE orders DROP PARTITION p0                                   | RESYNCS
          ALTER TABLE orders TRUNCATE PARTITION p0, p1                           | RESYNCS
          ALTER TABLE orders ADD PARTITION (PARTITION p1 VALUES LESS THAN (9))   | HARMLESS
          ALTER TABLE orders PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (1), PARTITION b VALUES LESS THAN (2)) | HARMLESS
          ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES p (id)              | HARMLESS
          ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES p (id) ON UPDATE RESTRICT ON DELETE SET NULL | BREAKS
          ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES p (id) ON DELETE NO ACTION | HARMLESS
          ALTER TABLE orders FROBNICATE                                          | UNCLEAR
          ALTER TABLE log ADD COLUMN a INT                                       | HARMLESS
          ALTER TABLE log ADD COLUMN id INT AUTO_INCREMENT PRIMARY KEY           | RESYNCS
          ALTER TABLE elsewhere.t ADD a INT FIRST                                | RESYNCS
          CREATE TABLE n (id INT PRIMARY KEY)                                    | FOLLOWS
          CREATE TABLE n (id INT, PRIMARY KEY USING BTREE (id))                  | FOLLOWS
          CREATE TABLE n (id INT, UNIQUE (id))                                   | BREAKS
          CREATE TABLE n (id INT PRIMARY KEY COMMENT 'no ENGINE=MyISAM') ENGINE=InnoDB | FOLLOWS
          CREATE TABLE n (id INT PRIMARY KEY) ENGINE=ARCHIVE                     | BREAKS
          CREATE TABLE n LIKE orders                                             | FOLLOWS
          CREATE TABLE n LIKE log                                                | BREAKS
          CREATE TABLE n LIKE somewhere                                          | UNCLEAR
          CREATE TABLE n AS SELECT * FROM orders                                 | BREAKS
          CREATE TABLE IF NOT EXISTS orders (a INT)                              | HARMLESS
          CREATE OR REPLACE TABLE orders (id INT PRIMARY KEY)                    | RESYNCS
          CREATE TEMPORARY TABLE n (a INT)                                       | HARMLESS
          DROP TABLE IF EXISTS orders, lines                                     | DROPS
          RENAME TABLE orders TO o, lines TO orders                              | RESYNCS
          RENAME TABLE log TO orders                                             | BREAKS
          TRUNCATE orders                                                        | FOLLOWS
          DROP DATABASE shop                                                     | DROPS
          CREATE UNIQUE INDEX i ON orders (id)                                   | HARMLESS
          CREATE OR REPLACE VIEW v AS SELECT 1                                   | HARMLESS
          UPDATE orders SET note = 'DROP TABLE orders'                           | HARMLESS
          XA START 'x'                                                           | RESYNCS
          GRANT SELECT ON shop.* TO x                                            | HARMLESS
          FROBNICATE orders                                                      | UNCLEAR
          """)
  void eachStatementIsJudged(String sql, DdlEffect effect) {
    List<DdlVerdict> verdicts = DdlCheck.of(sql, PIPELINE);
    assertThat(verdicts).hasSize(1);
    assertThat(verdicts.get(0).effect()).as(verdicts.get(0).reason()).isEqualTo(effect);
  }

  @Test
  void aFileIsCutIntoItsStatementsAsTheClientDoes() {
    List<DdlVerdict> verdicts =
        DdlCheck.of(
            """
            -- first; comment
            USE shop;
            ALTER TABLE orders ADD a VARCHAR(9) DEFAULT 'x;y'; # second
            /* ; */ ALTER TABLE `orders`
              DROP COLUMN a;
            DELIMITER //
            CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW BEGIN SET @a = 1; END//
            DELIMITER ;
            TRUNCATE orders""",
            PIPELINE);

    assertThat(verdicts).extracting(DdlVerdict::line).containsExactly(2, 3, 4, 7, 9);
    assertThat(verdicts)
        .extracting(DdlVerdict::effect)
        .containsExactly(
            DdlEffect.HARMLESS,
            DdlEffect.FOLLOWS,
            DdlEffect.FOLLOWS,
            DdlEffect.HARMLESS,
            DdlEffect.FOLLOWS);
  }

  @Test
  void aStatementIsJudgedOnWhatThoseBeforeItHaveMade() {
    assertThat(
            DdlCheck.of(
                "ALTER TABLE orders RENAME COLUMN id TO order_id; ALTER TABLE orders DROP order_id;"
                    + " CREATE TABLE n (a INT PRIMARY KEY); ALTER TABLE n MODIFY a INT NOT NULL;"
                    + " CREATE TABLE m LIKE n",
                PIPELINE))
        .extracting(DdlVerdict::effect)
        .containsExactly(
            DdlEffect.FOLLOWS,
            DdlEffect.BREAKS,
            DdlEffect.FOLLOWS,
            DdlEffect.HARMLESS,
            DdlEffect.FOLLOWS);
  }

  @Test
  void aVerdictNamesTheReadersAndAnotherWay() {
    DdlVerdict verdict =
        DdlCheck.of("ALTER TABLE orders ADD a INT AFTER id, DROP note", PIPELINE).get(0);

    assertThat(verdict.tables()).containsExactly("shop.orders");
    assertThat(verdict.readers()).containsExactly("serving_shop.orders", "silver.shop_orders");
    assertThat(verdict.instead())
        .containsExactly(
            "ALTER TABLE `shop`.`orders` ADD COLUMN a INT",
            "ALTER TABLE `shop`.`orders` DROP note");
    assertThat(verdict.pipeline()).contains("tables/orders.yaml", "init --update");
  }

  private static String table(String name, String key, String columns) {
    return "id: "
        + name
        + "\nsource: {database: shop}\nkey: "
        + key
        + "\ncolumns: "
        + columns
        + "\n";
  }

  private static PipelineConfig pipeline(Map<String, String> files) {
    ConfigSource source =
        new ConfigSource() {
          @Override
          public String read(String path) throws IOException {
            return Optional.ofNullable(files.get(path))
                .orElseThrow(() -> new NoSuchFileException(path));
          }

          @Override
          public List<String> list(String folder) {
            return files.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .sorted()
                .toList();
          }
        };
    return new ConfigLoader(source, UnaryOperator.identity(), Map.of()).pipeline("shop");
  }
}
