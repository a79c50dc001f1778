package dev.plumbline.core.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.init.FileChange.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final Map<String, String> FIRST = Map.of("a", "one\ntwo\nthree\n");

  @Test
  void aFileThatIsNotThereIsAdded() {
    assertThat(only(FIRST, Map.of(), Map.of()).status()).isEqualTo(Status.ADDED);
  }

  @Test
  void whatIsAsProposedStays() {
    assertThat(only(FIRST, FIRST, Changes.digests(FIRST)).status()).isEqualTo(Status.SAME);
  }

  @Test
  void aFileOfOursChangesWithItsProposal() {
    FileChange change = only(Map.of("a", "one\n2\nthree\n"), FIRST, Changes.digests(FIRST));
    assertThat(change.status()).isEqualTo(Status.CHANGED);
    assertThat(change.diff()).containsExactly("  one", "- two", "+ 2", "  three");
  }

  @Test
  void aFileThatWasEditedIsNeverTouched() {
    Map<String, String> edited = Map.of("a", "mine\n");
    assertThat(only(Map.of("a", "new\n"), edited, Changes.digests(FIRST)).status())
        .isEqualTo(Status.EDITED);
    assertThat(only(FIRST, edited, Changes.digests(FIRST)).status())
        .as("nothing new is proposed")
        .isEqualTo(Status.SAME);
    assertThat(only(FIRST, edited, Map.of()).status())
        .as("a file that init has not written")
        .isEqualTo(Status.EDITED);
  }

  @Test
  void aFileOfATableThatIsGoneIsRemovedUnlessItWasEdited() {
    assertThat(only(Map.of(), FIRST, Changes.digests(FIRST)).status()).isEqualTo(Status.REMOVED);
    assertThat(only(Map.of(), Map.of("a", "mine\n"), Changes.digests(FIRST)).status())
        .isEqualTo(Status.EDITED);
  }

  @Test
  void whatWasRemovedByHandDoesNotComeBack() {
    assertThat(only(FIRST, Map.of(), Changes.digests(FIRST)).status()).isEqualTo(Status.SAME);
  }

  private static FileChange only(
      Map<String, String> proposed, Map<String, String> present, Map<String, String> written) {
    List<FileChange> changes = Changes.between(proposed, present, written);
    assertThat(changes).hasSize(1);
    return changes.get(0);
  }
}
