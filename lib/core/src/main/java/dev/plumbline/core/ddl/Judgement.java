package dev.plumbline.core.ddl;

import java.util.List;

/** What comes of a statement or of a part of it, why, and how to write it instead. */
record Judgement(DdlEffect effect, String reason, List<String> instead) {
  Judgement {
    instead = List.copyOf(instead);
  }

  static Judgement of(DdlEffect effect, String reason, String... instead) {
    return new Judgement(effect, reason, List.of(instead));
  }
}
