package dev.plumbline.stores.redshift;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the tables that a run makes on its way: {@code users__stage_<chain>_<token>} and {@code
 * users__new_<chain>_<token>}. They tell which lease they were made under, so that what a dead run
 * left behind is told from what a living one is filling.
 */
final class StageNames {
  private static final int CHAIN_DIGITS = 8;
  private static final int NAME_BYTES = 80;

  private final String chain;
  private final long token;

  StageNames(Fence fence) {
    this.chain = digest(fence.pipeline() + "/" + fence.chain()).substring(0, CHAIN_DIGITS);
    this.token = fence.token();
  }

  /** Where COPY loads to. */
  RelationName stage(String schema, String table) {
    return RelationName.of(schema, base(table) + "__stage_" + chain + "_" + token);
  }

  /** The table that takes the place of the old one. */
  RelationName fresh(String schema, String table) {
    return RelationName.of(schema, base(table) + "__new_" + chain + "_" + token);
  }

  /** The keys of the rows that go from a table. */
  RelationName keys(String schema, String table) {
    return RelationName.of(schema, base(table) + "__keys_" + chain + "_" + token);
  }

  /** A LIKE pattern that all tables of this lease's present and earlier holders match. */
  String pattern() {
    return "%" + chain + "%";
  }

  /** The token in such a name; empty for a table that is none of this lease's. */
  OptionalLong tokenOf(String name) {
    Matcher matcher =
        Pattern.compile(".*__(?:stage|new|keys)_" + chain + "_(\\d{1,18})").matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** Redshift's names end at 127 bytes: a long one is cut and told apart by its digest. */
  private static String base(String table) {
    if (table.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES) {
      return table;
    }
    return table.substring(0, NAME_BYTES / 4) + "_" + digest(table).substring(0, 16);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
