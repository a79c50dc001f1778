package dev.plumbline.spark.quality;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import software.amazon.glue.dqdl.exception.InvalidDataQualityRulesetException;
import software.amazon.glue.dqdl.parser.DQDLParser;

/**
 * Glue's parser of DQDL. It was generated for ANTLR 4.7 and runs on Spark's 4.9.3, which reads its
 * tables alike, but remarks on standard error that they differ when the classes are loaded.
 */
final class Dqdl {
  static {
    PrintStream error = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      new DQDLParser().parse("Rules = [ RowCount > 0 ]");
    } catch (InvalidDataQualityRulesetException e) {
      throw new ExceptionInInitializerError(e);
    } finally {
      System.setErr(error);
    }
  }

  private Dqdl() {}

  /** Reads a rule set, for its errors only. */
  static void check(String rules) throws InvalidDataQualityRulesetException {
    new DQDLParser().parse(rules);
  }
}
