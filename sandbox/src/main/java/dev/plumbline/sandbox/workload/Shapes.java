package dev.plumbline.sandbox.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** The tables of a workload: keys of one and of two numbers, of a UUID, of text in any letters. */
final class Shapes {
  private static final LocalDateTime BEGIN = LocalDateTime.of(2020, 1, 1, 0, 0);
  private static final int SECONDS = 200_000_000;
  private static final List<String> WORDS =
      List.of(
          "plumb", "Zürich", "naïve", "日本", "😀", "line", "", "x", "trailing ", "O'Neil", "a\\b");

  private static final List<TableShape> SHAPES =
      List.of(orders(), customers(), items(), sessions(), labels());

  private Shapes() {}

  /** So many tables; beyond five, shapes come again under other names. */
  static List<TableShape> first(int tables) {
    return IntStream.range(0, tables)
        .mapToObj(
            i -> {
              TableShape shape = SHAPES.get(i % SHAPES.size());
              int round = i / SHAPES.size();
              return round == 0 ? shape : shape.named(shape.name() + (round + 1));
            })
        .toList();
  }

  private static TableShape orders() {
    return new TableShape(
        "orders",
        List.of("id BIGINT"),
        List.of(
            "customer INT NOT NULL",
            "amount DECIMAL(12,2) NOT NULL",
            "placed DATETIME(6) NOT NULL",
            "note VARCHAR(200)"),
        number -> List.of(Long.toString(number)),
        random ->
            Arrays.asList(
                random.nextInt(5_000),
                decimal(random, 1_000_000, 2),
                moment(random).plusNanos(random.nextInt(1_000_000) * 1_000L),
                text(random, 6)));
  }

  private static TableShape customers() {
    return new TableShape(
        "customers",
        List.of("id INT UNSIGNED"),
        List.of(
            "name VARCHAR(80) NOT NULL",
            "code CHAR(6)",
            "born DATE",
            "active TINYINT(1) NOT NULL",
            "bio TEXT"),
        number -> List.of(Long.toString(number)),
        random ->
            Arrays.asList(
                "name " + random.nextInt(1_000),
                random.nextInt(10) == 0 ? null : Integer.toString(random.nextInt(10_000)),
                random.nextInt(10) == 0 ? null : day(random),
                random.nextInt(2),
                text(random, 30)));
  }

  private static TableShape items() {
    return new TableShape(
        "items",
        List.of("order_id BIGINT", "line SMALLINT"),
        List.of("sku VARCHAR(40)", "quantity INT", "price DECIMAL(10,4)", "weight DOUBLE"),
        number -> List.of(Long.toString(number / 8), Long.toString(number % 8)),
        random ->
            Arrays.asList(
                "sku-" + random.nextInt(500),
                random.nextInt(10) == 0 ? null : random.nextInt(100) - 50,
                decimal(random, 1_000_000, 4),
                random.nextGaussian() * 1_000));
  }

  private static TableShape sessions() {
    return new TableShape(
        "sessions",
        List.of("token CHAR(36) CHARACTER SET ascii COLLATE ascii_bin"),
        List.of(
            "seen TIMESTAMP(3) NULL",
            "flags BIT(8)",
            "payload VARBINARY(32)",
            "kind ENUM('web','app','api')",
            "details JSON"),
        number -> List.of(UUID.nameUUIDFromBytes(("session " + number).getBytes(UTF_8)).toString()),
        random ->
            Arrays.asList(
                moment(random).plusNanos(random.nextInt(1_000) * 1_000_000L),
                random.nextInt(256),
                bytes(random),
                List.of("web", "app", "api").get(random.nextInt(3)),
                "{\"b\": %s, \"a\": [%s, null]}".formatted(random.nextInt(9), random.nextInt(9))));
  }

  private static TableShape labels() {
    return new TableShape(
        "labels",
        List.of("label VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
        List.of(
            "ratio FLOAT",
            "since YEAR",
            "lasts TIME(3)",
            "points BIGINT UNSIGNED NOT NULL",
            "options SET('a','b','c')",
            "title VARCHAR(100)"),
        number -> List.of((number % 2 == 0 ? "Größe " : "größe ") + number),
        random ->
            Arrays.asList(
                random.nextFloat() * 100,
                1_990 + random.nextInt(60),
                String.format(
                    Locale.ROOT,
                    "%s%02d:%02d:%02d.%03d",
                    random.nextBoolean() ? "" : "-",
                    random.nextInt(200),
                    random.nextInt(60),
                    random.nextInt(60),
                    1 + random.nextInt(999)),
                random.nextInt(1_000_000),
                List.of("", "a", "a,c", "b,c").get(random.nextInt(4)),
                text(random, 5)));
  }

  private static BigDecimal decimal(Random random, int bound, int scale) {
    return BigDecimal.valueOf(random.nextInt(2 * bound) - bound, scale);
  }

  private static LocalDateTime moment(Random random) {
    return BEGIN.plusSeconds(random.nextInt(SECONDS));
  }

  private static LocalDate day(Random random) {
    return BEGIN.toLocalDate().minusDays(random.nextInt(20_000));
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(32)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Some words, or NULL. */
  private static String text(Random random, int most) {
    if (random.nextInt(12) == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(i > 0 ? " " : "");
    }
    return text.toString();
  }
}
