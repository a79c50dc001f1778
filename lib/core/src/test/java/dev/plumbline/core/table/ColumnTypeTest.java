package dev.plumbline.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          tinyint(1)                  | int            | INTEGER            | SMALLINT           | SMALLINT           | SMALLINT
          boolean                     | int            | INTEGER            | SMALLINT           | SMALLINT           | SMALLINT
          tinyint(3) unsigned         | int            | INTEGER            | SMALLINT           | SMALLINT           | SMALLINT
          smallint unsigned           | int            | INTEGER            | INTEGER            | -                  | INTEGER
          MEDIUMINT(8) UNSIGNED       | int            | INTEGER            | INTEGER            | INTEGER            | INTEGER
          int(11)                     | int            | INTEGER            | INTEGER            | INTEGER            | INTEGER
          int(10) unsigned zerofill   | bigint         | BIGINT             | BIGINT             | BIGINT             | BIGINT
          bigint unsigned             | decimal(20,0)  | DECIMAL(20,0)      | DECIMAL(20,0)      | DECIMAL(20,0)      | DECIMAL(20,0)
          decimal(38,37)              | decimal(38,37) | DECIMAL(38,37)     | DECIMAL(38,37)     | DECIMAL(38,37)     | DECIMAL(38,37)
          numeric                     | decimal(10,0)  | DECIMAL(10,0)      | DECIMAL(10,0)      | DECIMAL(10,0)      | DECIMAL(10,0)
          decimal(65,30)              | string         | VARCHAR(128)       | VARCHAR(128)       | -                  | VARCHAR(128)
          decimal(38,38)              | string         | VARCHAR(128)       | VARCHAR(128)       | -                  | VARCHAR(128)
          float                       | float          | REAL               | REAL               | REAL               | REAL
          float(53)                   | double         | DOUBLE PRECISION   | DOUBLE PRECISION   | DOUBLE PRECISION   | DOUBLE PRECISION
          double precision            | double         | DOUBLE PRECISION   | DOUBLE PRECISION   | DOUBLE PRECISION   | DOUBLE PRECISION
          bit(1)                      | binary         | VARBYTE(8)         | VARBYTE(8)         | VARBYTE(8)         | VARBYTE(8)
          binary(16)                  | binary         | VARBYTE(16)        | VARBYTE(16)        | VARBYTE(16)        | VARBYTE(16)
          varbinary(255)              | binary         | VARBYTE(255)       | VARBYTE(255)       | VARBYTE(255)       | VARBYTE(255)
          longblob                    | binary         | VARBYTE(16777216)  | VARBYTE(16777216)  | -                  | VARBYTE(16777216)
          char(5)                     | string         | VARCHAR(20)        | VARCHAR(20)        | VARCHAR(5)         | VARCHAR(20)
          varchar(10)                 | string         | VARCHAR(40)        | VARCHAR(40)        | VARCHAR(10)        | VARCHAR(40)
          varchar(20000)              | string         | VARCHAR(65535)     | VARCHAR(65535)     | VARCHAR(20000)     | VARCHAR(65535)
          tinytext                    | string         | VARCHAR(1020)      | VARCHAR(1020)      | VARCHAR(255)       | VARCHAR(1020)
          longtext                    | string         | VARCHAR(65535)     | VARCHAR(65535)     | VARCHAR(65535)     | VARCHAR(65535)
          enum('a','b)','c'',d')      | string         | VARCHAR(1020)      | VARCHAR(1020)      | VARCHAR(1020)      | VARCHAR(1020)
          set('x','y')                | string         | VARCHAR(1020)      | VARCHAR(1020)      | VARCHAR(1020)      | VARCHAR(1020)
          date                        | date           | DATE               | DATE               | DATE               | DATE
          datetime(6)                 | timestamp_ntz  | TIMESTAMP          | TIMESTAMP          | TIMESTAMP          | TIMESTAMP
          timestamp                   | timestamp      | TIMESTAMP          | TIMESTAMP          | TIMESTAMP          | TIMESTAMP
          time(3)                     | bigint         | BIGINT             | VARCHAR(18)        | VARCHAR(18)        | VARCHAR(18)
          year(4)                     | int            | INTEGER            | VARCHAR(4)         | VARCHAR(4)         | VARCHAR(4)
          json                        | string         | VARBYTE(16777216)  | SUPER              | SUPER              | SUPER
          point                       | binary         | VARBYTE(16777216)  | VARBYTE(16777216)  | -                  | VARBYTE(16777216)
          """)
  void everyTypeHasItsPlaceInEveryStore(
      String mysql, String spark, String staging, String fallback, String replica, String serving) {
    ColumnType type = ColumnType.parse(mysql.strip());
    assertThat(type.spark()).isEqualTo(spark);
    assertThat(type.staging()).isEqualTo(staging);
    assertThat(type.fallback()).isEqualTo(fallback);
    assertThat(type.replica().orElse(null)).isEqualTo(replica);
    assertThat(type.serving()).isEqualTo(serving);
  }

  @Test
  void fractionalDigitsAreKept() {
    assertThat(ColumnType.parse("time(3)").precision()).isEqualTo(3);
    assertThat(ColumnType.parse("datetime").precision()).isZero();
  }

  @Test
  void whatIsNoTypeIsRefused() {
    assertThatThrownBy(() -> ColumnType.parse("bigintt"))
        .hasMessage("'bigintt' is not a MySQL column type");
    assertThatThrownBy(() -> ColumnType.parse("varchar"))
        .hasMessage("type 'varchar' needs a length");
  }
}
