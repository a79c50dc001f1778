package dev.plumbline.stores.mysql.binlog;

import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.XAPrepareEventData;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows where transactions begin and end in the log, and which XA transactions were prepared and
 * not yet ended: their rows stand where they were prepared, and count from where they commit.
 */
final class LogGroups {
  private static final Pattern XA =
      Pattern.compile(
          "\\s*XA\\s+(?<verb>START|BEGIN|COMMIT|ROLLBACK)\\s+(?<xid>.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern XID =
      Pattern.compile(
          "X'(\\p{XDigit}*)'\\s*,\\s*X'(\\p{XDigit}*)'\\s*,\\s*(\\d+)", Pattern.CASE_INSENSITIVE);

  private final Map<String, LogPlace> prepared = new LinkedHashMap<>();
  private LogPlace passed;
  private LogPlace began;
  private boolean inGroup;
  private boolean several;
  private String strangeXa = "";
  private Optional<LogPlace> committed = Optional.empty();

  LogGroups(LogPlace from) {
    this.passed = from;
    this.began = from;
  }

  /** The last place between two transactions. */
  LogPlace passed() {
    return passed;
  }

  /** Where the transaction begins that goes on. */
  LogPlace began() {
    return began;
  }

  boolean inGroup() {
    return inGroup;
  }

  /** Where a later batch has to begin: before what is prepared and has not ended. */
  LogPlace safe() {
    return prepared.values().stream()
        .min(LogPlace::compareTo)
        .filter(this::isEarlier)
        .orElse(passed);
  }

  /** A transaction that committed and of which no rows were seen; empty when there is none. */
  String strangeXa() {
    return strangeXa;
  }

  /** Where the XA transaction began whose rows the last statement committed. */
  Optional<LogPlace> committed() {
    return committed;
  }

  private boolean isEarlier(LogPlace place) {
    return place.isBefore(passed);
  }

  /** A GTID event: what follows belongs together. */
  void begin(LogPlace at, MariadbGtidEventData mariaDb) {
    inGroup = false;
    pass(at);
    began = at;
    inGroup = true;
    several = mariaDb != null && (mariaDb.getFlags() & MariadbGtidEventData.FL_STANDALONE) == 0;
  }

  /**
   * A statement as text.
   *
   * @return whether it only frames a transaction
   */
  boolean statement(String sql, LogPlace begin, LogPlace end) {
    committed = Optional.empty();
    String word = sql.length() > 20 ? "" : sql.strip().toUpperCase(Locale.ROOT);
    if (word.equals("BEGIN")) {
      open(begin);
      return true;
    }
    if (word.equals("COMMIT") || word.equals("ROLLBACK")) {
      end(end);
      return true;
    }
    Matcher xa = XA.matcher(sql);
    if (xa.matches()) {
      xa(xa.group("verb").toUpperCase(Locale.ROOT), xid(xa.group("xid")), begin, end);
      return true;
    }
    if (!inGroup || !several) {
      end(end);
    }
    return false;
  }

  private void xa(String verb, String id, LogPlace begin, LogPlace end) {
    switch (verb) {
      case "START", "BEGIN" -> open(begin);
      case "COMMIT" -> {
        committed = Optional.ofNullable(prepared.remove(id));
        if (committed.isEmpty()) {
          strangeXa = id;
        }
        end(end);
      }
      default -> {
        prepared.remove(id);
        end(end);
      }
    }
  }

  private void open(LogPlace begin) {
    began = inGroup ? began : begin;
    inGroup = true;
    several = true;
  }

  /** An XA transaction is prepared, or committed in one phase. */
  void prepared(XAPrepareEventData xa, LogPlace end) {
    if (!xa.isOnePhase()) {
      int middle = xa.getGtridLength();
      byte[] id = xa.getData();
      HexFormat hex = HexFormat.of();
      prepared.put(
          hex.formatHex(id, 0, middle)
              + ","
              + hex.formatHex(id, middle, middle + xa.getBqualLength())
              + ","
              + xa.getFormatID(),
          began);
    }
    end(end);
  }

  /** Servers write all three parts, in hexadecimal: {@code X'7831',X'',1}. */
  private static String xid(String text) {
    Matcher matcher = XID.matcher(text.strip());
    return matcher.matches()
        ? (matcher.group(1) + "," + matcher.group(2) + "," + matcher.group(3))
            .toLowerCase(Locale.ROOT)
        : text;
  }

  void end(LogPlace at) {
    inGroup = false;
    several = false;
    pass(at);
  }

  /** An event that belongs to no transaction moves the place on; inside one it does not. */
  void pass(LogPlace at) {
    if (!inGroup && passed.isBefore(at)) {
      passed = at;
    }
  }
}
