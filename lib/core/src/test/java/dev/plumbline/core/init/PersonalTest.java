package dev.plumbline.core.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.Tables;
import dev.plumbline.core.table.ColumnType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalTest {
  private static final SourceTable TABLE =
      Tables.table("t").column("id", "bigint not null").primaryKey("id").build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          orders | email            | varchar(100) | SHA256
          orders | contact_email_2  | text         | SHA256
          orders | email_verified   | tinyint(1)   |
          orders | email_sent_at    | datetime     |
          orders | phone            | bigint       | SHA256
          orders | iphone_model     | varchar(10)  |
          orders | password_hash    | char(60)     | NULL
          orders | compass          | varchar(10)  |
          orders | api_key          | varchar(64)  | NULL
          orders | birth_date       | date         | NULL
          orders | gender           | enum('a')    | NULL
          orders | address          | varchar(200) | SHA256
          orders | address_id       | bigint       |
          orders | billing_street   | varchar(200) | SHA256
          orders | ip_address       | varchar(45)  | SHA256
          orders | description      | text         |
          orders | shipping         | varchar(20)  |
          orders | zip              | char(5)      | SHA256
          orders | national_id      | bigint       | SHA256
          orders | name             | varchar(50)  |
          users  | name             | varchar(50)  | SHA256
          users  | first_name       | varchar(50)  | SHA256
          products | product_name   | varchar(50)  |
          """)
  void masksFollowNamesAndTypes(String table, String column, String type, String mask) {
    assertThat(
            Personal.of(TABLE, table, column, ColumnType.parse(type))
                .map(proposal -> proposal.mask().name())
                .orElse(null))
        .isEqualTo(mask);
  }
}
