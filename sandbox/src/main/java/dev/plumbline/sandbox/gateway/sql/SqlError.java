package dev.plumbline.sandbox.gateway.sql;

/** An error that the client is shown in the protocol's own form: SQLSTATE, message, detail. */
public final class SqlError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Feature not supported. */
  public static final String UNSUPPORTED = "0A000";

  public static final String SYNTAX = "42601";
  public static final String INTERNAL = "XX000";

  private final String state;
  private final String detail;

  public SqlError(String state, String message) {
    this(state, message, "");
  }

  public SqlError(String state, String message, String detail) {
    super(message);
    this.state = state;
    this.detail = detail;
  }

  /** Something that Redshift has and the sandbox does not. */
  public static SqlError notEmulated(String what) {
    return new SqlError(UNSUPPORTED, "the sandbox does not emulate " + what);
  }

  /** Something that PostgreSQL has and Redshift has not. */
  public static SqlError notInRedshift(String what) {
    return new SqlError(UNSUPPORTED, what + " is not supported: Redshift does not have it");
  }

  public static SqlError syntaxAt(String near) {
    return new SqlError(SYNTAX, "syntax error at or near \"" + near + "\"");
  }

  public String state() {
    return state;
  }

  /** The detail line, or the empty string. */
  public String detail() {
    return detail;
  }
}
