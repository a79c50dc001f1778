package dev.plumbline.tests;

import static dev.plumbline.tests.ReconciliationCase.planted;
import static dev.plumbline.tests.ReconciliationCase.replicated;

import dev.plumbline.core.reconcile.judge.LossPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The cases that tools get wrong, each a line with its right answer. */
final class ReconciliationCases {
  private static final LossPolicy CUT = new LossPolicy(true, false, false);
  private static final LossPolicy QUESTION_MARKS = new LossPolicy(false, true, false);
  private static final LossPolicy ZERO_DATES = new LossPolicy(false, false, true);

  static final List<ReconciliationCase> ALL =
      List.of(
          replicated(
              1,
              "TIMESTAMP is an instant",
              "id int; v timestamp null",
              "(1, '2026-07-01 12:00:00')"),
          replicated(
              2, "DATETIME is a wall clock", "id int; v datetime", "(1, '2026-07-01 08:00:00')"),
          planted(
              2,
              "DATETIME shifted by a zone",
              "id int; v datetime",
              "(1, '2026-07-01 08:00:00'), (2, '2026-07-02 08:00:00')",
              "(1, '2026-07-01 12:00:00'), (2, '2026-07-02 12:00:00')",
              "CHANGED 1 v SHIFTED",
              "CHANGED 2 v SHIFTED"),
          replicated(
              3, "a time that New York skips", "id int; v datetime", "(1, '2026-03-08 02:30:00')"),
          planted(
              4,
              "zero dates",
              "id int; v date; w datetime",
              "(1, '0000-00-00', '2026-02-00 00:00:00')",
              "(1, NULL, NULL)",
              "CHANGED 1 v ZERO_DATE, w ZERO_DATE"),
          planted(
                  4,
                  "zero dates by policy",
                  "id int; v date",
                  "(1, '0000-00-00')",
                  "(1, NULL)",
                  "EXPECTED_LOSS 1 v ZERO_DATE")
              .allowing(ZERO_DATES),
          planted(
              4,
              "a zero date's substitute is no expected loss",
              "id int; v date",
              "(1, '2026-02-00')",
              "(1, '2026-01-31')",
              "CHANGED 1 v OTHER"),
          planted(
              5,
              "lost microseconds",
              "id int; v datetime(6)",
              "(1, '2026-01-01 00:00:00.123456')",
              "(1, '2026-01-01 00:00:00.123')",
              "CHANGED 1 v FRACTION_LOST"),
          planted(
              5,
              "digits that were never there",
              "id int; v datetime",
              "(1, '2026-01-01 00:00:00')",
              "(1, '2026-01-01 00:00:00.000000')"),
          planted(
              6,
              "TIME is a duration",
              "id int; v time",
              "(1, '-838:59:59'), (2, '100:00:00')",
              "(1, '-838:59:59.000000'), (2, '100:00:00')"),
          planted(
              6,
              "words in a TIME",
              "id int; v time",
              "(1, '00:00:01')",
              "(1, 'soon')",
              "CHANGED 1 v OTHER"),
          planted(
              7,
              "YEAR as text",
              "id int; v year",
              "(1, 2024), (2, 0000)",
              "(1, '2024'), (2, '0000')"),
          replicated(
              8,
              "the largest BIGINT UNSIGNED",
              "id int; v bigint unsigned",
              "(1, 18446744073709551615)"),
          planted(
              8,
              "an overflow",
              "id int; v bigint unsigned",
              "(1, 18446744073709551615)",
              "(1, -1)",
              "CHANGED 1 v OVERFLOW"),
          planted(
              9,
              "BIT in eight bytes",
              "id int; v bit(1); w bit(8)",
              "(1, b'1', b'00000001')",
              "(1, FROM_HEX('0000000000000001'), FROM_HEX('0000000000000001'))"),
          planted(
                  10,
                  "decimals by value",
                  "id int; v decimal(10,2)",
                  "(1, 1.50), (2, 100), (3, 0)",
                  "(1, 1.5000), (2, 100), (3, 0)")
              .copy("v", "DECIMAL(10,4)"),
          replicated(11, "floats without loss", "id int; v float", "(1, 1.234567), (2, 16777217)"),
          planted(12, "two zeros", "id int; v double", "(1, -0e0)", "(1, 0)"),
          planted(
              12,
              "NaN",
              "id int; v double",
              "(1, 0)",
              "(1, CAST('NaN' AS DOUBLE PRECISION))",
              "CHANGED 1 v OTHER"),
          replicated(13, "CHAR and its pad", "id int; v char(5)", "(1, 'a')"),
          planted(
              14,
              "a space at the end",
              "id int; v varchar(5)",
              "(1, 'a ')",
              "(1, 'a')",
              "CHANGED 1 v TRAILING_SPACES"),
          planted(
              15,
              "a key in other letters",
              "id varchar(20); v int",
              "('ABC', 1), ('x', 2)",
              "('abc', 1), ('x', 2)",
              "KEY_CASE ABC id LETTER_CASE"),
          replicated(16, "one emoji", "id int; v varchar(10)", "(1, '😀')"),
          planted(
                  16,
                  "ten emojis by policy",
                  "id int; v varchar(10)",
                  "(1, repeat('😀', 10))",
                  "(1, '😀😀')",
                  "EXPECTED_LOSS 1 v TRUNCATED")
              .allowing(CUT),
          planted(
              16,
              "ten emojis without a policy",
              "id int; v varchar(10)",
              "(1, repeat('😀', 10))",
              "(1, '😀😀')",
              "CHANGED 1 v TRUNCATED"),
          planted(
              16,
              "a cut that no width explains",
              "id int; v varchar(10)",
              "(1, repeat('😀', 10))",
              "(1, '😀')",
              "CHANGED 1 v OTHER"),
          planted(
                  16,
                  "a question mark by policy",
                  "id int; v varchar(10)",
                  "(1, 'a😀')",
                  "(1, 'a?')",
                  "EXPECTED_LOSS 1 v REPLACED")
              .allowing(QUESTION_MARKS),
          replicated(17, "latin1", "id int; v varchar(10) character set latin1", "(1, 'é')"),
          planted(
              18,
              "JSON by value",
              "id int; v json",
              "(1, '{\"b\": 1.0, \"a\": 12345678901234567890}')",
              "(1, JSON_PARSE('{\"a\":12345678901234567890,\"b\":1}'))"),
          planted(
              18,
              "the order of an array",
              "id int; v json",
              "(1, '[1, 2]')",
              "(1, JSON_PARSE('[2,1]'))",
              "CHANGED 1 v OTHER"),
          planted(
              19,
              "nothing, empty, and words for it",
              "id int; v varchar(20)",
              "(1, NULL), (2, ''), (3, '<null>'), (4, '~')",
              "(1, ''), (2, '<null>'), (3, NULL), (4, NULL)",
              "CHANGED 1 v NULL_ON_LEFT",
              "CHANGED 2 v OTHER",
              "CHANGED 3 v NULL_ON_RIGHT",
              "CHANGED 4 v NULL_ON_RIGHT"),
          planted(
              20,
              "text across columns",
              "id int; v varchar(5); w varchar(5)",
              "(1, 'ab', 'c'), (2, NULL, 'x')",
              "(1, 'a', 'bc'), (2, 'x', NULL)",
              "CHANGED 1 v OTHER, w OTHER",
              "CHANGED 2 v NULL_ON_LEFT, w NULL_ON_RIGHT"),
          planted(
              21,
              "four rows moved alike",
              "id int; v datetime",
              "(1, '2026-01-01 00:00:00'), (2, '2026-01-01 01:00:00'), (3, '2026-01-01 02:00:00'), (4, '2026-01-01 03:00:00')",
              "(1, '2026-01-01 00:10:00'), (2, '2026-01-01 01:10:00'), (3, '2026-01-01 02:10:00'), (4, '2026-01-01 03:10:00')",
              "CHANGED 1 v OTHER",
              "CHANGED 2 v OTHER",
              "CHANGED 3 v OTHER",
              "CHANGED 4 v OTHER"),
          planted(
              22,
              "one lost, one twice",
              "id int; v int",
              "(1, 1), (2, 2), (3, 3)",
              "(1, 1), (3, 3), (3, 3)",
              "DUPLICATE 3",
              "MISSING 2"),
          planted(
              23,
              "deleted at the source only",
              "id int; v int",
              "(1, 1)",
              "(1, 1), (2, 2)",
              "EXTRA 2"),
          planted(
              24,
              "child rows that a cascade deleted stay in a copy made from the log",
              "id int; parent int",
              "(3, 2)",
              "(1, 1), (2, 1), (3, 2)",
              "EXTRA 1",
              "EXTRA 2"),
          replicated(24, "a table that zero-ETL has failed", "id int; parent int", "(1, 1)")
              .inState("Failed", "it has a foreign key with ON DELETE CASCADE"),
          replicated(
                  25,
                  "a row that was updated twice between the two reads",
                  "id int; v int",
                  "(1, 1), (2, 1)",
                  "UNSETTLED 1")
              .late("SET v = v + 1 WHERE id = 1"),
          replicated(26, "a table that is copied anew", "id int; v int", "(1, 1)")
              .inState("ResyncInitiated", ""),
          replicated(26, "a table that has to be copied anew", "id int; v int", "(1, 1)")
              .inState("ResyncRequired", "a column was added in the first place"),
          planted(27, "both empty", "id int; v int", "", ""),
          planted(
              27,
              "an empty source",
              "id int; v int",
              "",
              "(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)",
              "EXTRA 1",
              "EXTRA 2",
              "EXTRA 3",
              "EXTRA 4",
              "EXTRA 5"),
          planted(
                  11,
                  "numbers and times within their tolerance",
                  "id int; v double; w datetime",
                  "(1, 1.25e0, '2026-01-01 00:00:00')",
                  "(1, 1.3, '2026-01-01 00:00:02')")
              .tolerating(Map.of("v", new BigDecimal("0.06"), "w", new BigDecimal("2"))),
          planted(
                  11,
                  "a number and a time beyond it",
                  "id int; v double; w datetime",
                  "(1, 1.25e0, '2026-01-01 00:00:00')",
                  "(1, 1.3, '2026-01-01 00:00:02')",
                  "CHANGED 1 v OTHER, w OTHER")
              .tolerating(Map.of("v", new BigDecimal("0.04"), "w", new BigDecimal("1.9"))),
          replicated(28, "bookkeeping columns", "id int; v int", "(1, 1)"),
          planted(28, "history mode", "id int; v int", "(1, 1)", "(1, 0, false), (1, 1, true)")
              .copy("_record_is_active", "BOOLEAN")
              .where("_record_is_active"));

  private ReconciliationCases() {}
}
