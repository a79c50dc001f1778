package dev.plumbline.sandbox.gateway.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to a statement's text, collected in any order and applied at once. */
public final class Edits {
  private record Edit(int start, int end, String text, int order) {}

  private final Statement statement;
  private final List<Edit> edits = new ArrayList<>();

  public Edits(Statement statement) {
    this.statement = statement;
  }

  public void replace(int token, String text) {
    replace(token, token, text);
  }

  /** Replaces the text from the first to the last token, both included. */
  public void replace(int firstToken, int lastToken, String text) {
    int start = statement.tokens().get(firstToken).start();
    add(start, statement.tokens().get(lastToken).end(), text);
  }

  public void delete(int firstToken, int lastToken) {
    replace(firstToken, lastToken, " ");
  }

  public void insertBefore(int token, String text) {
    int start = statement.tokens().get(token).start();
    add(start, start, text);
  }

  public void insertAfter(int token, String text) {
    int end = statement.tokens().get(token).end();
    add(end, end, text);
  }

  private void add(int start, int end, String text) {
    edits.add(new Edit(start, end, text, edits.size()));
  }

  public String apply() {
    return apply(0, statement.tokens().size() - 1);
  }

  /** The edited text from one token to another, both included. */
  public String apply(int firstToken, int lastToken) {
    if (firstToken > lastToken) {
      return "";
    }
    int from = statement.tokens().get(firstToken).start();
    int to = statement.tokens().get(lastToken).end();
    List<Edit> sorted = new ArrayList<>(edits);
    sorted.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::order));
    StringBuilder out = new StringBuilder();
    int at = from;
    for (Edit edit : sorted) {
      if (edit.start < at || edit.end > to) {
        continue;
      }
      out.append(statement.text(), at, edit.start).append(edit.text);
      at = edit.end;
    }
    return out.append(statement.text(), at, to).toString();
  }
}
