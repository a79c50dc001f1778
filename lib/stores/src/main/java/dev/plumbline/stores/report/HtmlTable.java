package dev.plumbline.stores.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that turns into a list of cards on a narrow screen: every cell knows its heading. Roles
 * are written out, since browsers forget that a table is one once its display is changed.
 */
public final class HtmlTable {
  private final String css;
  private final String caption;
  private final List<Column> columns = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();

  /**
   * @param css a class of the style sheet, or empty
   * @param caption what the table holds, for those who do not see it
   */
  public HtmlTable(String css, String caption) {
    this.css = css;
    this.caption = caption;
  }

  public HtmlTable text(String heading) {
    columns.add(new Column(heading, false));
    return this;
  }

  public HtmlTable number(String heading) {
    columns.add(new Column(heading, true));
    return this;
  }

  /**
   * @param cells HTML, one per column; the first names the row
   */
  public HtmlTable row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells, " + columns.size() + " columns");
    }
    body.append("<tr role=\"row\">");
    for (int i = 0; i < cells.length; i++) {
      body.append(i == 0 ? head(cells[i]) : cell(columns.get(i), cells[i]));
    }
    body.append("</tr>\n");
    return this;
  }

  public String html() {
    StringBuilder out = new StringBuilder();
    String wanted = ("rows " + css).strip();
    out.append("<table role=\"table\" class=\"").append(wanted).append("\">\n");
    out.append("<caption>").append(Html.text(caption)).append("</caption>\n");
    out.append("<thead role=\"rowgroup\"><tr role=\"row\">");
    columns.forEach(column -> out.append(heading(column)));
    out.append("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    return out.append(body).append("</tbody>\n</table>\n").toString();
  }

  private static String heading(Column column) {
    return "<th role=\"columnheader\" scope=\"col\""
        + align(column)
        + ">"
        + Html.text(column.heading())
        + "</th>";
  }

  private static String head(String html) {
    return "<th role=\"rowheader\" scope=\"row\">" + html + "</th>";
  }

  private static String cell(Column column, String html) {
    String empty = html.isEmpty() ? " data-empty" : "";
    return "<td role=\"cell\" data-label=\""
        + Html.text(column.heading())
        + "\""
        + align(column)
        + empty
        + ">"
        + html
        + "</td>";
  }

  private static String align(Column column) {
    return column.number() ? " class=\"number\"" : "";
  }

  private record Column(String heading, boolean number) {}
}
