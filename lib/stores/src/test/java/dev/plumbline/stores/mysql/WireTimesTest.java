package dev.plumbline.stores.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WireTimesTest {
  @Test
  void everyDayIsTheCalendarsOrNone() {
    for (int year = 0; year <= 9_999; year++) {
      for (int month = 0; month <= 13; month++) {
        for (int day : new int[] {0, 1, 28, 29, 30, 31, 32}) {
          assertThat(WireTimes.days(date(year, month, day), 0, 4))
              .isEqualTo(days(year, month, day));
        }
      }
    }
  }

  private static long days(int year, int month, int day) {
    try {
      return LocalDate.of(year, month, day).toEpochDay();
    } catch (DateTimeException e) {
      return WireTimes.NOT_A_DATE;
    }
  }

  @Test
  void whatIsLeftOutAtTheEndIsZero() {
    assertThat(WireTimes.days(new byte[0], 0, 0)).isEqualTo(WireTimes.NOT_A_DATE);
    assertThat(WireTimes.micros(date(1970, 1, 2), 0, 4)).isEqualTo(86_400_000_000L);
    assertThat(WireTimes.micros(dateTime(1969, 12, 31, 23, 59, 59), 0, 7)).isEqualTo(-1_000_000L);
    assertThat(WireTimes.duration(new byte[0], 0, 0)).isZero();
  }

  @Test
  void aTimeHasDaysAndASign() {
    ByteBuffer time = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
    time.put(2, (byte) 1).putInt(3, 34).put(7, (byte) 22).put(8, (byte) 59).put(9, (byte) 59);
    time.putInt(10, 999_999);

    assertThat(WireTimes.duration(time.array(), 2, 12)).isEqualTo(-3_020_399_999_999L);
    assertThat(WireTimes.duration(time.put(2, (byte) 0).array(), 2, 8))
        .isEqualTo(3_020_399_000_000L);
  }

  @Test
  void whatNoCalendarHoldsIsShownAsMySqlDoes() {
    assertThat(WireTimes.shown(new byte[0], 0, 0, true)).isEqualTo("0000-00-00");
    assertThat(WireTimes.shown(date(2026, 2, 31), 0, 4, false)).isEqualTo("2026-02-31 00:00:00");
    assertThat(WireTimes.shown(dateTime(2026, 2, 0, 1, 2, 3), 0, 7, false))
        .isEqualTo("2026-02-00 01:02:03");
  }

  private static byte[] date(int year, int month, int day) {
    return new byte[] {(byte) year, (byte) (year >> 8), (byte) month, (byte) day};
  }

  private static byte[] dateTime(int year, int month, int day, int hour, int minute, int second) {
    return new byte[] {
      (byte) year,
      (byte) (year >> 8),
      (byte) month,
      (byte) day,
      (byte) hour,
      (byte) minute,
      (byte) second
    };
  }
}
