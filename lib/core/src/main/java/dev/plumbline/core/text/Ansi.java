package dev.plumbline.core.text;

/** Colours of a terminal; every method gives its text as it is when colours are off. */
public enum Ansi {
  OFF,
  ON;

  public static Ansi when(boolean colour) {
    return colour ? ON : OFF;
  }

  public String green(String text) {
    return with("32", text);
  }

  public String yellow(String text) {
    return with("33", text);
  }

  public String red(String text) {
    return with("31", text);
  }

  public String cyan(String text) {
    return with("36", text);
  }

  public String dim(String text) {
    return with("2", text);
  }

  public String bold(String text) {
    return with("1", text);
  }

  private String with(String code, String text) {
    return this == OFF || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
