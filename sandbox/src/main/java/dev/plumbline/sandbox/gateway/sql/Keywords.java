package dev.plumbline.sandbox.gateway.sql;

import java.util.Set;

/** Words that never name a function, even with a parenthesis after them. */
final class Keywords {
  private static final Set<String> NOT_FUNCTIONS =
      Set.of(
          "ADD",
          "ALL",
          "AND",
          "ANY",
          "ARE",
          "AS",
          "BETWEEN",
          "BY",
          "CASE",
          "CAST",
          "CHECK",
          "COLUMN",
          "COMPOUND",
          "CONVERT",
          "CUBE",
          "DEFAULT",
          "DISTINCT",
          "DISTKEY",
          "ELSE",
          "END",
          "EXCEPT",
          "EXISTS",
          "FOREIGN",
          "FROM",
          "GROUP",
          "GROUPING",
          "HAVING",
          "IDENTITY",
          "ILIKE",
          "IN",
          "INSERT",
          "INTERLEAVED",
          "INTERSECT",
          "INTERVAL",
          "INTO",
          "IS",
          "JOIN",
          "KEY",
          "LIKE",
          "LIMIT",
          "MINUS",
          "NOT",
          "OFFSET",
          "ON",
          "OR",
          "OVER",
          "PARTITION",
          "PRIMARY",
          "REFERENCES",
          "ROLLUP",
          "ROW",
          "ROWS",
          "SELECT",
          "SET",
          "SETS",
          "SOME",
          "SORTKEY",
          "TABLE",
          "THEN",
          "TO",
          "UNION",
          "UNIQUE",
          "UPDATE",
          "USING",
          "VALUES",
          "WHEN",
          "WHERE",
          "WITH",
          "WITHIN",
          "BIGINT",
          "BINARY",
          "BOOLEAN",
          "BPCHAR",
          "CHAR",
          "CHARACTER",
          "DATE",
          "DECIMAL",
          "DOUBLE",
          "FLOAT",
          "INT",
          "INTEGER",
          "NCHAR",
          "NUMERIC",
          "NVARCHAR",
          "PRECISION",
          "REAL",
          "SMALLINT",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMPTZ",
          "VARBINARY",
          "VARBYTE",
          "VARCHAR",
          "VARYING");

  private static final Set<String> BEFORE_RELATION =
      Set.of("INTO", "TABLE", "REFERENCES", "EXISTS", "UPDATE", "VIEW", "AS", "TEMP", "COPY");

  private Keywords() {}

  static boolean neverFunction(Token token) {
    return NOT_FUNCTIONS.contains(token.keyword());
  }

  /** True for a word after which a name with a parenthesis is a relation with its columns. */
  static boolean introducesRelation(Token token) {
    return BEFORE_RELATION.contains(token.keyword());
  }
}
