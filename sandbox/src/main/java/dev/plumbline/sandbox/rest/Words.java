package dev.plumbline.sandbox.rest;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Text of one generated row. About one word in twelve needs two, three or four bytes per character.
 */
final class Words {
  static final List<String> FIRST_NAMES =
      List.of(
          "Ada", "Bela", "Chen", "Dora", "Emil", "Fatima", "Goran", "Hana", "Ivo", "Jana", "Kofi",
          "Lena", "Mira", "Nils", "Olga", "Piet", "Rosa", "Sven", "Tara", "Uma");
  static final List<String> LAST_NAMES =
      List.of(
          "Acker",
          "Bjørnson",
          "Castro",
          "Dvořák",
          "Eriksen",
          "Fischer",
          "Grün",
          "Hashimoto",
          "Ito",
          "Jansen",
          "Kowalski",
          "Łuczak",
          "Moreau",
          "Novak",
          "O'Brien",
          "Papadopoulos",
          "Quist",
          "Rossi",
          "Silva",
          "Þórsson");
  static final List<String> CITIES =
      List.of(
          "Aarhus",
          "Bergen",
          "Córdoba",
          "Dublin",
          "Essen",
          "Florence",
          "Göteborg",
          "Haifa",
          "İzmir",
          "Kraków",
          "Lyon",
          "München",
          "Nice",
          "Oslo",
          "Porto",
          "São Paulo",
          "Turin",
          "Zürich");

  private static final List<String> PLAIN =
      List.of(
          "alias", "autem", "beatae", "commodi", "culpa", "debitis", "dolor", "earum", "eius",
          "enim", "facere", "fugit", "harum", "illo", "ipsa", "iste", "labore", "libero", "magni",
          "minus", "nemo", "nihil", "nobis", "odio", "omnis", "porro", "quam", "quasi", "quia",
          "ratione", "rerum", "saepe", "sequi", "sint", "sunt", "tempora", "ullam", "velit", "vero",
          "vitae");
  private static final List<String> WIDE =
      List.of(
          "größe", "naïve", "čaj", "мир", "λόγος", "日本語", "한글", "☕", "🎈", "👩‍💻", "𝒳", "🇪🇺");

  private final SplittableRandom random;

  Words(long seed, char resource, long index) {
    random = new SplittableRandom((seed * 31 + resource) * 0x9E3779B97F4A7C15L + index);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  String pick(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  /** A number of degrees with four decimals, as text. */
  String degrees(int limit) {
    return String.format(Locale.ROOT, "%.4f", (random.nextDouble() * 2 - 1) * limit);
  }

  /** That many words, from {@code least} to {@code most}. */
  String sentence(int least, int most) {
    StringBuilder text = new StringBuilder();
    int count = least + random.nextInt(most - least + 1);
    for (int word = 0; word < count; word++) {
      if (word > 0) {
        text.append(' ');
      }
      text.append(random.nextInt(12) == 0 ? pick(WIDE) : pick(PLAIN));
    }
    return text.toString();
  }

  /** Lines of sentences, each line apart by a newline as in JSONPlaceholder. */
  String paragraph(int lines) {
    StringBuilder text = new StringBuilder(sentence(5, 9));
    for (int line = 1; line < lines; line++) {
      text.append('\n').append(sentence(5, 9));
    }
    return text.toString();
  }
}
