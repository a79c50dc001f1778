package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Edits;
import dev.plumbline.sandbox.gateway.sql.FunctionCalls;
import dev.plumbline.sandbox.gateway.sql.FunctionCalls.Call;
import dev.plumbline.sandbox.gateway.sql.Token;
import java.util.List;

/**
 * {@code STRTOL(LEFT(MD5(…), 15), 16)}: the digits of a hash as a number, without the checks that
 * STRTOL needs for any other text. A digest of a table calls it once for each row.
 */
final class HashDigits {
  private static final String FUNCTION = "redshift.strtol_of_hash";

  private HashDigits() {}

  /**
   * @return whether the call was one of these
   */
  static boolean rewrite(List<Token> tokens, Call call, Edits edits) {
    int open = call.last() + 1;
    if (!call.name().last().equals("strtol") || !isPieceOfHash(tokens, open + 1)) {
      return false;
    }
    int close = FunctionCalls.closing(tokens, open);
    int pieceEnd = FunctionCalls.closing(tokens, open + 2);
    boolean baseSixteen =
        close == pieceEnd + 3
            && tokens.get(pieceEnd + 1).is(",")
            && tokens.get(pieceEnd + 2).text().equals("16");
    if (!baseSixteen) {
      return false;
    }
    edits.replace(call.first(), call.last(), FUNCTION);
    edits.delete(pieceEnd + 1, pieceEnd + 2);
    return true;
  }

  private static boolean isPieceOfHash(List<Token> tokens, int at) {
    if (at + 3 >= tokens.size() || !tokens.get(at + 1).is("(") || !tokens.get(at + 3).is("(")) {
      return false;
    }
    Token piece = tokens.get(at);
    Token hash = tokens.get(at + 2);
    boolean cuts = piece.isWord("LEFT") || piece.isWord("RIGHT") || piece.isWord("SUBSTRING");
    if (!cuts || !(hash.isWord("MD5") || hash.isWord("SHA2"))) {
      return false;
    }
    // The hash itself, not a text that begins with one.
    return tokens.get(FunctionCalls.closing(tokens, at + 3) + 1).is(",");
  }
}
