package dev.plumbline.stores.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.RunReport;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  @Test
  void aFineRun() throws IOException {
    Golden.check("fine.html", page(Reports.fine()));
  }

  @Test
  void aFailedRun() throws IOException {
    Golden.check("failed.html", page(Reports.failed()));
  }

  @Test
  void aDegradedRun() throws IOException {
    Golden.check("degraded.html", page(Reports.degraded()));
  }

  @Test
  void textFromDatabasesIsNeverMarkup() throws IOException {
    String page = page(Reports.nasty());

    assertThat(page)
        .doesNotContain("<script", "\u202e", "\u001b", "\"quoted\"", "'single'")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot; &amp; &#39;single&#39;")
        .contains("\\u202edcba \\u001b[2J 注文 🚀");
    Golden.check("nasty.html", page);
  }

  @Test
  void nothingIsFetchedFromElsewhere() {
    for (RunReport report : List.of(Reports.fine(), Reports.failed(), Reports.nasty())) {
      assertThat(page(report))
          .doesNotContainPattern("(src|href)=\"(?!#|data:|report\\.json)")
          .doesNotContain("@import", "url(", "<script");
    }
  }

  @Test
  void everyLinkLeadsToASection() {
    String page = page(Reports.failed());

    assertThat(Pattern.compile("href=\"#([a-z]+)\"").matcher(page).results())
        .hasSizeGreaterThan(8)
        .allSatisfy(link -> assertThat(page).contains("id=\"" + link.group(1) + "\""));
  }

  @Test
  void anEmptyRunHasAHeadAndNothingElse() throws IOException {
    String page = page(Reports.empty());

    assertThat(page).contains("<h1>Done</h1>").doesNotContain("<section", "<table", "null");
    Golden.check("empty.html", page);
  }

  @Test
  void ofManyTablesThoseThatDifferStandOpen() {
    String page = page(Reports.wide());
    String open = page.replaceAll("(?s)<details>.*?</details>", "");

    assertThat(page).contains("shop_table_199", "197 tables equal in all copies");
    assertThat(open)
        .contains("shop_table_003", "shop_table_070", "shop_table_137", "−12")
        .doesNotContain("<code>shop_table_007</code>");
    assertThat(page).hasSizeLessThan(1_500_000);
  }

  @Test
  void theNextCommandOfEachFailureIsThere() {
    assertThat(page(Reports.failed()))
        .contains(
            "bin/plumbline publish --env conf/env/local.yaml --pipeline conf/blog --select posts",
            "bin/plumbline resync comments --env conf/env/local.yaml --pipeline conf/blog",
            "Exit 50: publishing failed, or the warehouse did; nothing changed.");
  }

  @Test
  void sectionsCanBeAdded() {
    Section added =
        new Section() {
          @Override
          public String id() {
            return "trend";
          }

          @Override
          public String title() {
            return "Trend";
          }

          @Override
          public String html(RunReport report) {
            return "<p>up</p>\n";
          }
        };

    assertThat(new HtmlReport(List.of(added)).render(Reports.empty()))
        .contains("<a href=\"#trend\">Trend</a>", "<h2 id=\"trend-title\">Trend</h2>\n<p>up</p>");
  }

  private static String page(RunReport report) {
    return HtmlReport.standard().render(report);
  }
}
