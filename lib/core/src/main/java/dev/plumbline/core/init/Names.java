package dev.plumbline.core.init;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids out of names: {@code [a-z][a-z0-9_]*}, the same for the same name whenever it is asked.
 *
 * <p>An id becomes the name of tables in Iceberg's Glue catalog ({@code ^[a-z0-9_]+$}) and in
 * Redshift, so it is also kept short.
 */
final class Names {
  /** Leaves room for the suffixes of staging tables within the 63 bytes of PostgreSQL's names. */
  private static final int LONGEST = 48;

  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])");
  private static final Map<String, String> LETTERS =
      Map.of("ß", "ss", "æ", "ae", "ø", "o", "œ", "oe", "đ", "d", "ł", "l", "þ", "th", "ð", "d");

  private Names() {}

  /**
   * The id that a name suggests: words of mixed case are parted, accents go, and a letter that has
   * no Latin form becomes {@code u} and its code point.
   *
   * @param prefix what an id begins with whose name begins with no letter, such as {@code t_}
   */
  static String id(String name, String prefix) {
    StringBuilder id = new StringBuilder();
    Normalizer.normalize(parted(name), Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(point -> id.append(latin(point)));
    String joined = id.toString().replaceAll("_{2,}", "_").replaceAll("^_+|_+$", "");
    String begun =
        joined.isEmpty() || !Character.isLetter(joined.charAt(0)) ? prefix + joined : joined;
    return shortened(begun.replaceAll("_+$", ""), name);
  }

  /**
   * An id for each name, no two the same. Where two names suggest one id, the name that is the id
   * itself gets it, otherwise the first; the others get {@code _2}, {@code _3} and so on.
   *
   * @param known ids given before, which stay
   */
  static Map<String, String> ids(
      Collection<String> names, String prefix, Map<String, String> known) {
    Map<String, String> ids = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String name : names) {
      if (known.containsKey(name)) {
        ids.put(name, known.get(name));
        taken.add(known.get(name));
      }
    }
    List<String> exactFirst =
        names.stream()
            .filter(name -> !known.containsKey(name))
            .sorted(
                java.util.Comparator.<String, Boolean>comparing(
                        name -> !id(name, prefix).equals(name))
                    .thenComparing(java.util.Comparator.naturalOrder()))
            .toList();
    for (String name : exactFirst) {
      String id = free(id(name, prefix), taken);
      ids.put(name, id);
      taken.add(id);
    }
    return ids;
  }

  private static String free(String wanted, Set<String> taken) {
    String id = wanted;
    for (int number = 2; taken.contains(id); number++) {
      id = wanted + "_" + number;
    }
    return id;
  }

  private static String parted(String name) {
    Matcher matcher = HUMP.matcher(name);
    return matcher.replaceAll(
        match ->
            match.group(1) != null
                ? match.group(1) + "_" + match.group(2)
                : match.group(3) + "_" + match.group(4));
  }

  private static String latin(int point) {
    String letter = Character.toString(point);
    if (letter.matches("[a-z0-9]")) {
      return letter;
    }
    if (LETTERS.containsKey(letter)) {
      return LETTERS.get(letter);
    }
    if (Character.getType(point) == Character.NON_SPACING_MARK) {
      return "";
    }
    return Character.isLetterOrDigit(point) ? "u" + Integer.toHexString(point) : "_";
  }

  /** A long id is cut and told apart by the digest of its name. */
  private static String shortened(String id, String name) {
    if (id.length() <= LONGEST) {
      return id;
    }
    String digest = Digests.sha256(name).substring(0, 8);
    return id.substring(0, LONGEST - 9).replaceAll("_+$", "") + "_" + digest;
  }
}
