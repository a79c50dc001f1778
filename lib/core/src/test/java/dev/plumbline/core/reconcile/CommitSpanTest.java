package dev.plumbline.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitSpanTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-10-03T02:11:05.5Z|2026-10-03T02:14:59Z|9|9"
            + "|all committed 2026-10-03 02:11-02:14Z by updated_at",
        "2026-10-03T02:11:05|2026-10-03T02:11:59|1204|2000"
            + "|1,204 of them committed 2026-10-03 02:11 by updated_at",
        "2026-10-03T23:59:00Z|2026-10-04T00:01:00Z|2|2"
            + "|all committed 2026-10-03 23:59 - 2026-10-04 00:01Z by updated_at",
        "2026-10-03T02:11:00Z|2026-10-03T02:11:00Z|1|1"
            + "|committed 2026-10-03 02:11Z by updated_at",
      })
  void saysWhenRowsWereCommitted(String from, String until, long rows, long of, String words) {
    assertThat(new CommitSpan("missing", "updated_at", from, until, rows, of).words())
        .isEqualTo(words);
  }
}
