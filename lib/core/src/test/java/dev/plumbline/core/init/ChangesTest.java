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
    assertThat(only(FIRST, FIRST, written(FIRST)).status()).isEqualTo(Status.SAME);
  }

  @Test
  void aFileOfOursChangesWithItsProposal() {
    FileChange change = only(Map.of("a", "one\n2\nthree\n"), FIRST, written(FIRST));
    assertThat(change.status()).isEqualTo(Status.CHANGED);
    assertThat(change.diff()).containsExactly("  one", "- two", "+ 2", "  three");
  }

  @Test
  void aFileThatWasEditedIsNeverTouched() {
    Map<String, String> edited = Map.of("a", "mine\n");
    assertThat(only(Map.of("a", "new\n"), edited, written(FIRST)).status())
        .isEqualTo(Status.EDITED);
    assertThat(only(FIRST, edited, written(FIRST)).status())
        .as("nothing new is proposed")
        .isEqualTo(Status.SAME);
    assertThat(only(FIRST, edited, Map.of()).status())
        .as("a file that init has not written")
        .isEqualTo(Status.EDITED);
  }

  @Test
  void aFileOfATableThatIsGoneIsRemoved() {
    assertThat(only(Map.of(), FIRST, written(FIRST)).status()).isEqualTo(Status.REMOVED);
  }

  @Test
  void anEditedFileOfATableThatIsGoneIsToldUntilItIsRemovedByHand() {
    Map<String, String> edited = Map.of("a", "mine\n");
    Map<String, String> written = written(FIRST);
    for (int i = 0; i < 2; i++) {
      List<FileChange> changes = Changes.between(Map.of(), edited, written);
      assertThat(changes).singleElement().extracting(FileChange::status).isEqualTo(Status.ORPHANED);
      written = Changes.digests(Map.of(), changes, written);
    }
    assertThat(Changes.between(Map.of(), Map.of(), written)).isEmpty();
  }

  @Test
  void whatWasRemovedByHandDoesNotComeBack() {
    assertThat(only(FIRST, Map.of(), written(FIRST)).status()).isEqualTo(Status.SAME);
    assertThat(only(Map.of("a", "new\n"), Map.of(), written(FIRST)).status())
        .isEqualTo(Status.DECLINED);
  }

  private static Map<String, String> written(Map<String, String> proposed) {
    return Changes.digests(proposed, List.of(), Map.of());
  }

  private static FileChange only(
      Map<String, String> proposed, Map<String, String> present, Map<String, String> written) {
    List<FileChange> changes = Changes.between(proposed, present, written);
    assertThat(changes).hasSize(1);
    return changes.get(0);
  }
}
