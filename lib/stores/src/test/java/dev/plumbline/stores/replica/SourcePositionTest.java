package dev.plumbline.stores.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.stores.replica.SourcePosition.Passed;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcePositionTest {
  private final SourcePosition position =
      new SourcePosition("binlog.000009", 500, Optional.of("0-1-42"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          checkpoints/checkpoint_9_241_9_500.json   | YES
          checkpoints/checkpoint_9_241_9_499.json   | NO
          checkpoints/checkpoint_9_999_10_4.json    | YES
          checkpoints/checkpoint_8_241_8_99999.json | NO
          binlog.000009:500                         | YES
          binlog.000009/499                         | NO
          binlog.000010 4                           | YES
          binlog.000008, 99999                      | NO
          mysql-bin-changelog.000010:4              | UNKNOWN
          {"txn_seq":9834,"txn_id":126597515}       | UNKNOWN
          ''                                        | UNKNOWN
          snapshot-1                                | UNKNOWN
          """)
  void aCheckpointIsComparedByFileAndOffset(String checkpoint, Passed passed) {
    assertThat(position.passedBy(checkpoint)).isEqualTo(passed);
  }

  @Test
  void fileNumbersAreComparedAsNumbers() {
    SourcePosition late = new SourcePosition("binlog.999999", 4, Optional.empty());

    assertThat(late.passedBy("binlog.1000000:4")).isEqualTo(Passed.YES);
  }

  @Test
  void checkpointsAreReadInEveryForm() {
    assertThat(Checkpoint.parse("checkpoints/checkpoint_3_241_3_510.json   "))
        .isEqualTo(new Checkpoint.Binlog("3", 510));
    assertThat(Checkpoint.parse("mysql-bin-changelog.000003:510"))
        .isEqualTo(new Checkpoint.Binlog("mysql-bin-changelog.000003", 510));
    assertThat(Checkpoint.parse("{\"txn_seq\":9834,\"txn_id\":126597515}"))
        .isEqualTo(new Checkpoint.Transaction(9834, 126597515));
    assertThat(Checkpoint.parse("{\"txn_seq\":")).isInstanceOf(Checkpoint.Unknown.class);
    assertThat(Checkpoint.parse("{\"lsn\":1}")).isEqualTo(new Checkpoint.Unknown("{\"lsn\":1}"));
  }

  @Test
  void itPrintsAsCoordinates() {
    assertThat(position).hasToString("binlog.000009:500");
  }
}
