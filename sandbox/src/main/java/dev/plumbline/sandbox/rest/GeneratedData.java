package dev.plumbline.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Users, posts and comments in the shape of JSONPlaceholder. Row i is a pure function of seed,
 * sizes and i, so rows cost no memory and any number of them is the same at every start. Posts are
 * spread evenly over users, comments over posts.
 *
 * @param seed another seed gives other texts
 * @param users number of users
 * @param posts number of posts
 * @param comments number of comments
 */
public record GeneratedData(long seed, long users, long posts, long comments) {
  /** The sizes of JSONPlaceholder. */
  public static final GeneratedData DEFAULT = new GeneratedData(1, 10, 100, 500);

  private static final ObjectMapper JSON = new ObjectMapper();

  public GeneratedData {
    if (users < 0 || posts < 0 || comments < 0) {
      throw new IllegalArgumentException(
          "Cannot generate %s users, %s posts, %s comments: below zero"
              .formatted(users, posts, comments));
    }
  }

  record Geo(String lat, String lng) {}

  record Address(String street, String suite, String city, String zipcode, Geo geo) {}

  record Company(String name, String catchPhrase, String bs) {}

  record User(
      long id,
      String name,
      String username,
      String email,
      Address address,
      String phone,
      String website,
      Company company) {}

  record Post(long userId, long id, String title, String body) {}

  record Comment(long postId, long id, String name, String email, String body) {}

  private record Generated(long size, LongFunction<Object> row) implements Rows {
    @Override
    public byte[] json(long index) {
      try {
        // Bytes straight from Jackson would hold characters beyond U+FFFF as escapes.
        return JSON.writeValueAsString(row.apply(index)).getBytes(UTF_8);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Cannot write row " + index, e);
      }
    }

    @Override
    public OptionalLong indexOf(long id) {
      return id >= 1 && id <= size ? OptionalLong.of(id - 1) : OptionalLong.empty();
    }
  }

  /** The three resources. */
  public Dataset dataset() {
    return new Dataset(
        Map.of(
            "users", new Generated(users, this::user),
            "posts", new Generated(posts, this::post),
            "comments", new Generated(comments, this::comment)));
  }

  User user(long index) {
    Words words = new Words(seed, 'u', index);
    String first = words.pick(Words.FIRST_NAMES);
    String last = words.pick(Words.LAST_NAMES);
    String city = words.pick(Words.CITIES);
    String username = first + "_" + (index + 1);
    return new User(
        index + 1,
        first + " " + last,
        username,
        username.toLowerCase(Locale.ROOT) + "@example.org",
        new Address(
            words.pick(Words.LAST_NAMES) + " Street",
            "Apt. " + words.below(1000),
            city,
            String.format(Locale.ROOT, "%05d-%04d", words.below(100_000), words.below(10_000)),
            new Geo(words.degrees(90), words.degrees(180))),
        String.format(Locale.ROOT, "1-555-%03d-%04d", words.below(1000), words.below(10_000)),
        "user" + (index + 1) + ".example.org",
        new Company(last + " Group", words.sentence(3, 5), words.sentence(2, 4)));
  }

  Post post(long index) {
    Words words = new Words(seed, 'p', index);
    return new Post(
        owner(index, posts, users), index + 1, words.sentence(4, 9), words.paragraph(3));
  }

  Comment comment(long index) {
    Words words = new Words(seed, 'c', index);
    String commenter = words.pick(Words.FIRST_NAMES).toLowerCase(Locale.ROOT);
    return new Comment(
        owner(index, comments, posts),
        index + 1,
        words.sentence(3, 7),
        commenter + words.below(1000) + "@example.com",
        words.paragraph(4));
  }

  /** The id of the parent when children are spread over parents in even blocks. */
  private static long owner(long index, long children, long parents) {
    return 1 + Math.multiplyExact(index, parents) / children;
  }
}
