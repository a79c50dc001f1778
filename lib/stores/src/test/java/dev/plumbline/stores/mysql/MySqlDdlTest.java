package dev.plumbline.stores.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MySqlDdlTest {
  private static final Map<String, TableSpec> BLOG =
      new ConfigLoader(new LocalConfigSource(), UnaryOperator.identity(), Map.of())
          .pipeline("../../conf/blog").tables().stream()
              .collect(Collectors.toMap(TableSpec::id, Function.identity()));

  @Test
  void aTableIsMadeAsItIsDeclared() {
    assertThat(MySqlDdl.createTable(BLOG.get("posts"), BLOG))
        .isEqualTo(
            """
            CREATE TABLE `blog`.`posts` (
              `id` bigint NOT NULL,
              `user_id` bigint NOT NULL,
              `title` varchar(300) NOT NULL,
              `body` text NOT NULL,
              `created_at` timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
              `updated_at` timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
              PRIMARY KEY (`id`),
              FOREIGN KEY (`user_id`) REFERENCES `blog`.`users` (`id`) ON DELETE RESTRICT ON UPDATE RESTRICT
            ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci""");
  }

  @Test
  void aTableThatIsAsDeclaredHasNoDifferences() {
    assertThat(SchemaDifference.between(BLOG.get("posts"), BLOG, posts("bigint(20)", "RESTRICT")))
        .isEmpty();
  }

  @Test
  void aCascadingKeyIsADifference() {
    assertThat(SchemaDifference.between(BLOG.get("posts"), BLOG, posts("bigint(20)", "CASCADE")))
        .containsExactly(
            "has a foreign key on column user_id ON DELETE CASCADE ON UPDATE RESTRICT, which"
                + " zero-ETL cannot replicate; declared RESTRICT");
  }

  @Test
  void anotherTypeIsADifference() {
    assertThat(
            SchemaDifference.between(
                BLOG.get("posts"), BLOG, posts("bigint(20) unsigned", "RESTRICT")))
        .containsExactly("has column user_id as bigint(20) unsigned, declared bigint");
  }

  private static LiveTable posts(String userIdType, String onDelete) {
    String now = "current_timestamp(6)";
    return new LiveTable(
        new TableName("blog", "posts"),
        "InnoDB",
        List.of(
            new LiveTable.Column("id", "bigint(20)", false, "", ""),
            new LiveTable.Column("user_id", userIdType, false, "", ""),
            new LiveTable.Column("title", "varchar(300)", false, "", ""),
            new LiveTable.Column("body", "text", false, "", ""),
            new LiveTable.Column("created_at", "timestamp(6)", false, now, ""),
            new LiveTable.Column("updated_at", "timestamp(6)", false, now, "on update " + now)),
        List.of("id"),
        List.of(),
        List.of(
            new LiveTable.ForeignKey(
                "user_id", new TableName("blog", "users"), "id", onDelete, "RESTRICT")));
  }
}
