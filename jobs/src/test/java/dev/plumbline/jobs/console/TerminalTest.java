package dev.plumbline.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.text.Ansi;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void whatTheLauncherSawIsBelieved() {
    properties.put("plumbline.tty", "out,err");
    properties.put("plumbline.columns", "140");

    assertThat(detect(false, false)).isEqualTo(new Terminal(true, Ansi.ON, 140));
    assertThat(detect(false, true)).isEqualTo(new Terminal(true, Ansi.ON, 140));
  }

  @Test
  void onlyTheStreamThatPeopleReadCounts() {
    properties.put("plumbline.tty", "err");

    assertThat(detect(false, false)).isEqualTo(Terminal.log());
    assertThat(detect(false, true).live()).isTrue();
  }

  @Test
  void withoutAWordFromTheLauncherItIsALog() {
    environment.put("COLUMNS", "200");

    assertThat(detect(false, false)).isEqualTo(Terminal.log());
  }

  @Test
  void coloursAreRefusedByFlagOrEnvironment() {
    properties.put("plumbline.tty", "true");

    assertThat(detect(true, false)).isEqualTo(new Terminal(true, Ansi.OFF, 80));
    environment.put("NO_COLOR", "1");
    assertThat(detect(false, false)).isEqualTo(new Terminal(true, Ansi.OFF, 80));
    environment.put("NO_COLOR", "");
    assertThat(detect(false, false).ansi()).isEqualTo(Ansi.ON);
  }

  @Test
  void aDumbTerminalIsALog() {
    properties.put("plumbline.tty", "true");
    environment.put("TERM", "dumb");

    assertThat(detect(false, false)).isEqualTo(Terminal.log());
  }

  @Test
  void aWidthThatIsNoNumberIsIgnored() {
    properties.put("plumbline.tty", "true");
    properties.put("plumbline.columns", "wide");
    environment.put("COLUMNS", "100");

    assertThat(detect(false, false).columns()).isEqualTo(100);
    properties.put("plumbline.columns", "3");
    assertThat(detect(false, false).columns()).isEqualTo(40);
  }

  private Terminal detect(boolean noColor, boolean json) {
    return Terminal.detect(properties::get, environment::get, noColor, json);
  }
}
