package dev.plumbline.sandbox.workload;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a workload has written. Thread-safe. */
final class Counts {
  /** What is counted, in rows but for the last two. */
  enum What {
    INSERTED,
    UPDATED,
    DELETED,
    KEYS_CHANGED,
    BULK_STATEMENTS,
    LONG_TRANSACTIONS
  }

  private final Map<What, Long> counts = new EnumMap<>(What.class);

  synchronized void add(What what, long more) {
    counts.merge(what, more, Long::sum);
  }

  /** By name in camel case, all of them. */
  synchronized Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (What what : What.values()) {
      String[] words = what.name().toLowerCase(Locale.ROOT).split("_", 0);
      StringBuilder name = new StringBuilder(words[0]);
      for (int i = 1; i < words.length; i++) {
        name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT))
            .append(words[i].substring(1));
      }
      all.put(name.toString(), counts.getOrDefault(what, 0L));
    }
    return all;
  }
}
