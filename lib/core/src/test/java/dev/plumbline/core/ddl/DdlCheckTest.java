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
              table(
                  "orders",
                  "[id]",
                  "{id: bigint not null, total: 'decimal(10,2)', note: text, kind: \"enum('New','Done')\"}"),
              "shop/tables/refused.yaml",
              table("refused", "[id]", "{id: bigint not null, b: blob}")
                  + "expect: [{kind: not-replicated, reason: blob, owner: me, until: 2999-01-01}]\n",
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
          ALTER TABLE orders DROP INDEX `PRIMARY`                                | BREAKS
          ALTER TABLE orders DROP KEY `primary`                                  | BREAKS
          DROP INDEX `PRIMARY` ON orders                                         | BREAKS
          DROP INDEX i ON orders                                                 | HARMLESS
          ALTER TABLE orders ADD a INT UNIQUE KEY                                | FOLLOWS
          ALTER TABLE orders ADD a INT WHATEVER                                  | UNCLEAR
          ALTER TABLE orders MODIFY total DECIMAL(10,2) AS (id * 2) STORED       | RESYNCS
          ALTER TABLE orders MODIFY kind ENUM('new','Done')                      | RESYNCS
          ALTER TABLE orders MODIFY kind ENUM( 'New', 'Done' )                   | HARMLESS
          ALTER TABLE orders REORGANIZE PARTITION p0, p1 INTO (PARTITION p VALUES LESS THAN (9)) | HARMLESS
          ALTER TABLE orders OPTIMIZE PARTITION p0, p1                           | HARMLESS
          ALTER TABLE elsewhere.t DROP COLUMN a                                  | UNCLEAR
          ALTER TABEL orders ADD event INT                                       | UNCLEAR
          ALTER TABLE refused ADD a INT FIRST                                    | HARMLESS
          CREATE TABLE n (id BIGINT AUTO_INCREMENT KEY)                          | FOLLOWS
          CREATE TABLE n (id INT PRIMARY KEY, txn_id CHAR(36))                   | BREAKS
          CREATE TABLE n (id INT PRIMARY KEY, b BLOB)                            | BREAKS
          CREATE TABLE n (id INT PRIMARY KEY, what ever it is)                   | UNCLEAR
          CREATE TABLE "n" ("id" INT PRIMARY KEY)                                | UNCLEAR
          CREATE TABLE n (PRIMARY KEY (id)) SELECT * FROM orders                 | UNCLEAR
          CREATE TABLE n LIKE refused                                            | BREAKS
          TRUNCATE orders ALTER TABLE orders DROP PRIMARY KEY                    | UNCLEAR
          CALL migrate()                                                         | UNCLEAR
          EXECUTE p                                                              | UNCLEAR
          SOURCE other.sql                                                       | UNCLEAR
          CREATE PROCEDURE m() IF 1 THEN ALTER TABLE orders ADD a INT FIRST      | UNCLEAR
          CREATE DEFINER=`a`@`%` PROCEDURE m() UPDATE orders SET total = TRUNCATE(total, 1) | HARMLESS
          CREATE DEFINER = a@localhost EVENT e ON SCHEDULE EVERY 1 DAY DO TRUNCATE orders | UNCLEAR
          CREATE ALGORITHM=MERGE DEFINER='a'@'%' SQL SECURITY INVOKER VIEW v AS SELECT 1 | HARMLESS
          SET sql_log_bin = 0                                                    | BREAKS
          SET @a = 1, @@session.sql_log_bin := OFF                               | BREAKS
          SET SESSION sql_log_bin = 1                                            | HARMLESS
          SET GLOBAL binlog_format = 'MIXED'                                     | BREAKS
          SET PERSIST binlog_row_value_options = PARTIAL_JSON                    | BREAKS
          SET NAMES utf8mb4                                                      | HARMLESS
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
  void whatTheClientEndsWithoutADelimiterEndsHere() {
    List<DdlVerdict> verdicts =
        DdlCheck.of(
            """
            \uFEFFUSE shop
            ALTER TABLE orders DROP PRIMARY KEY;
            ALTER TABLE orders ADD a INT\\G
            DELIMITER
            use shop; TRUNCATE orders;
            DELIMITER $$ -- bodies follow
            TRUNCATE orders $$ TRUNCATE orders""",
            PIPELINE);

    assertThat(verdicts)
        .extracting(DdlVerdict::statement)
        .containsExactly(
            "USE shop",
            "ALTER TABLE orders DROP PRIMARY KEY",
            "ALTER TABLE orders ADD a INT",
            "DELIMITER",
            "use shop",
            "TRUNCATE orders",
            "TRUNCATE orders",
            "TRUNCATE orders");
    assertThat(verdicts.get(3).effect()).isEqualTo(DdlEffect.UNCLEAR);
    assertThat(verdicts).extracting(DdlVerdict::line).containsExactly(1, 2, 3, 4, 5, 5, 7, 7);
  }

  @Test
  void aLongStatementIsReadOnce() {
    String rows = "(1,'x'),".repeat(200_000);

    assertThat(
            DdlCheck.of("INSERT INTO orders VALUES " + rows + "(2,'y'); TRUNCATE orders", PIPELINE))
        .extracting(DdlVerdict::effect)
        .containsExactly(DdlEffect.HARMLESS, DdlEffect.FOLLOWS);
  }

  @Test
  void aTimeIsAddedEmptyFirst() {
    assertThat(
            instead(
                "ALTER TABLE orders ADD at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE"
                    + " CURRENT_TIMESTAMP AFTER id"))
        .containsExactly(
            "ALTER TABLE `shop`.`orders` ADD COLUMN `at` TIMESTAMP NULL",
            "ALTER TABLE `shop`.`orders` MODIFY COLUMN `at` TIMESTAMP NULL DEFAULT"
                + " CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
            "-- and, in pieces: UPDATE `shop`.`orders` SET `at` = … WHERE `at` IS NULL",
            "-- NOT NULL afterwards makes the table be read anew: at a quiet hour, or never");
    assertThat(instead("ALTER TABLE orders ADD at DATETIME AS (NOW())")).isEmpty();
  }

  @Test
  void aKeyIsNotProposedToBeDropped() {
    assertThat(instead("ALTER TABLE orders MODIFY id INT")).isEmpty();
    assertThat(instead("ALTER TABLE orders MODIFY total DECIMAL(12,2)")).isNotEmpty();
  }

  @Test
  void theNoteSaysWhatThePolicyMakesOfIt() {
    assertThat(
            DdlCheck.of("ALTER TABLE orders ADD a INT, ALGORITHM=INSTANT", PIPELINE)
                .get(0)
                .pipeline())
        .contains("evolve: warn", "leaves the new column out");
    assertThat(
            DdlCheck.of("ALTER TABLE orders MODIFY note TEXT COMMENT 'x'", PIPELINE)
                .get(0)
                .pipeline())
        .isEmpty();
  }

  private static List<String> instead(String sql) {
    return DdlCheck.of(sql, PIPELINE).get(0).instead();
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
            "ALTER TABLE `shop`.`orders` ADD COLUMN `a` INT",
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
