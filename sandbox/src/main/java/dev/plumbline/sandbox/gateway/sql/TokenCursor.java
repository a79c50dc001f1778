package dev.plumbline.sandbox.gateway.sql;

import java.util.List;

/** Walks over a statement's tokens; what a parser expects and does not find is a syntax error. */
public final class TokenCursor {
  private static final Token END = new Token(TokenKind.PUNCTUATION, "", 0, 0);

  private final Statement statement;
  private final List<Token> tokens;
  private int index;

  public TokenCursor(Statement statement) {
    this(statement, 0);
  }

  public TokenCursor(Statement statement, int index) {
    this.statement = statement;
    this.tokens = statement.tokens();
    this.index = index;
  }

  public Statement statement() {
    return statement;
  }

  public int index() {
    return index;
  }

  public void moveTo(int newIndex) {
    index = newIndex;
  }

  public boolean atEnd() {
    return index >= tokens.size();
  }

  public Token peek() {
    return peek(0);
  }

  /** The token {@code ahead} places on, or an empty one past the end. */
  public Token peek(int ahead) {
    int i = index + ahead;
    return i >= 0 && i < tokens.size() ? tokens.get(i) : END;
  }

  public Token next() {
    if (atEnd()) {
      throw new SqlError(SqlError.SYNTAX, "syntax error at end of input");
    }
    return tokens.get(index++);
  }

  public boolean peekWords(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Moves past the words when all of them come next. */
  public boolean accept(String... words) {
    if (!peekWords(words)) {
      return false;
    }
    index += words.length;
    return true;
  }

  public boolean acceptSymbol(String symbol) {
    if (!peek().is(symbol)) {
      return false;
    }
    index++;
    return true;
  }

  public void expect(String... words) {
    if (!accept(words)) {
      throw unexpected();
    }
  }

  public void expectSymbol(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw unexpected();
    }
  }

  public void expectEnd() {
    if (!atEnd()) {
      throw unexpected();
    }
  }

  public String string() {
    if (peek().kind() != TokenKind.STRING) {
      throw unexpected();
    }
    return next().stringValue();
  }

  public int integer() {
    if (peek().kind() != TokenKind.NUMBER) {
      throw unexpected();
    }
    Token number = next();
    try {
      return Integer.parseInt(number.text());
    } catch (NumberFormatException e) {
      throw SqlError.syntaxAt(number.text());
    }
  }

  public String identifier() {
    if (!peek().isIdentifier()) {
      throw unexpected();
    }
    return next().identifier();
  }

  /** A name of one to three parts. */
  public Name name() {
    Name name = new Name(List.of(identifier()));
    while (acceptSymbol(".")) {
      name = name.append(identifier());
    }
    return name;
  }

  public SqlError unexpected() {
    return atEnd()
        ? new SqlError(SqlError.SYNTAX, "syntax error at end of input")
        : SqlError.syntaxAt(peek().text());
  }
}
