package dev.plumbline.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GeneratedDataTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Rows rows(GeneratedData data, String resource) {
    return data.dataset().resources().get(resource);
  }

  @Test
  void hasTheSizesOfJsonPlaceholderByDefault() {
    assertThat(rows(GeneratedData.DEFAULT, "users").size()).isEqualTo(10);
    assertThat(rows(GeneratedData.DEFAULT, "posts").size()).isEqualTo(100);
    assertThat(rows(GeneratedData.DEFAULT, "comments").size()).isEqualTo(500);
  }

  @Test
  void hasTheFieldsOfJsonPlaceholder() throws IOException {
    JsonNode user = JSON.readTree(rows(GeneratedData.DEFAULT, "users").json(0));
    assertThat(user.fieldNames())
        .toIterable()
        .containsExactly(
            "id", "name", "username", "email", "address", "phone", "website", "company");
    assertThat(user.path("address").fieldNames())
        .toIterable()
        .containsExactly("street", "suite", "city", "zipcode", "geo");
    assertThat(user.at("/address/geo/lat").asText()).matches("-?\\d+\\.\\d{4}");
    assertThat(user.path("company").fieldNames())
        .toIterable()
        .containsExactly("name", "catchPhrase", "bs");
    assertThat(JSON.readTree(rows(GeneratedData.DEFAULT, "posts").json(0)).fieldNames())
        .toIterable()
        .containsExactly("userId", "id", "title", "body");
    assertThat(JSON.readTree(rows(GeneratedData.DEFAULT, "comments").json(0)).fieldNames())
        .toIterable()
        .containsExactly("postId", "id", "name", "email", "body");
  }

  @Test
  void givesTheSameRowForTheSameSeedAndAnotherForAnother() {
    Rows one = rows(new GeneratedData(1, 10, 100, 1_000_000), "comments");
    Rows same = rows(new GeneratedData(1, 10, 100, 1_000_000), "comments");
    Rows other = rows(new GeneratedData(2, 10, 100, 1_000_000), "comments");

    assertThat(one.json(999_999)).isEqualTo(same.json(999_999));
    assertThat(one.json(999_999)).isNotEqualTo(other.json(999_999));
  }

  @Test
  void spreadsChildrenEvenlyOverParents() {
    GeneratedData data = new GeneratedData(1, 10, 100, 1_000);
    Map<Long, Long> perPost = new TreeMap<>();
    LongStream.range(0, 1_000)
        .forEach(index -> perPost.merge(data.comment(index).postId(), 1L, Long::sum));

    assertThat(perPost).hasSize(100).allSatisfy((post, count) -> assertThat(count).isEqualTo(10));
    assertThat(perPost.keySet()).contains(1L, 100L);
  }

  @Test
  void holdsCharactersOfTwoToFourBytes() {
    Rows rows = rows(GeneratedData.DEFAULT, "comments");
    StringBuilder all = new StringBuilder();
    LongStream.range(0, rows.size())
        .forEach(index -> all.append(new String(rows.json(index), UTF_8)));

    assertThat(all.codePoints().anyMatch(c -> c > 0x7f && c < 0x800)).isTrue();
    assertThat(all.codePoints().anyMatch(c -> c > 0xffff)).isTrue();
  }
}
