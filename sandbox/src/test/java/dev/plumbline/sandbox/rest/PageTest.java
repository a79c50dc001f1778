package dev.plumbline.sandbox.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String URL = "http://h/posts";

  @Test
  void isEverythingWithoutParameters() {
    Page page = Page.of(Map.of(), 25);

    assertThat(page).isEqualTo(new Page(0, 25, 25, 0, 25));
    assertThat(page.links(URL)).isEmpty();
  }

  @Test
  void countsTenRowsPerPageFromOneOn() {
    assertThat(Page.of(Map.of("_page", "1"), 25)).isEqualTo(new Page(0, 10, 25, 1, 10));
    assertThat(Page.of(Map.of("_page", "3"), 25)).isEqualTo(new Page(20, 25, 25, 3, 10));
    assertThat(Page.of(Map.of("_page", "4"), 25)).isEqualTo(new Page(25, 25, 25, 4, 10));
    assertThat(Page.of(Map.of("_page", "0"), 25)).isEqualTo(new Page(0, 10, 25, 1, 10));
  }

  @Test
  void takesTheFirstRowsForALimitAlone() {
    Page page = Page.of(Map.of("_limit", "7"), 25);

    assertThat(page).isEqualTo(new Page(0, 7, 25, 0, 7));
    assertThat(page.links(URL)).isEmpty();
  }

  @Test
  void linksToTheNeighbours() {
    assertThat(Page.of(Map.of("_page", "2", "_limit", "10"), 25).links(URL))
        .contains(
            "<http://h/posts?_page=1&_limit=10>; rel=\"first\", "
                + "<http://h/posts?_page=1&_limit=10>; rel=\"prev\", "
                + "<http://h/posts?_page=3&_limit=10>; rel=\"next\", "
                + "<http://h/posts?_page=3&_limit=10>; rel=\"last\"");
    assertThat(Page.of(Map.of("_page", "3", "_limit", "10"), 25).links(URL).orElseThrow())
        .doesNotContain("next");
    assertThat(Page.of(Map.of("_page", "1", "_limit", "25"), 25).links(URL)).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Page.of(Map.of("userId", "1"), 25))
        .hasMessage("Cannot filter by userId: this API knows _page and _limit");
    assertThatThrownBy(() -> Page.of(Map.of("_limit", "-1"), 25))
        .hasMessage("Cannot read _limit=-1: not a number");
  }
}
