package dev.plumbline.stores.replica;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.core.run.Json;
import java.util.regex.Pattern;

/** The written forms of checkpoints. */
final class CheckpointForms {
  static final Pattern FILE =
      Pattern.compile(
          "(?:.*/)?checkpoint_\\d+_\\d+_(?<file>\\d{1,18})_(?<offset>\\d{1,18})(?:\\.json)?");
  static final Pattern COORDINATES =
      Pattern.compile("(?<file>[^\\s:/,]+\\.\\d{1,18})[\\s:/,]+(?<offset>\\d{1,18})");

  private CheckpointForms() {}

  static Checkpoint json(String text) {
    try {
      JsonNode json = Json.read(text, JsonNode.class);
      if (json.path("txn_seq").canConvertToLong() && json.path("txn_id").canConvertToLong()) {
        return new Checkpoint.Transaction(
            json.path("txn_seq").asLong(), json.path("txn_id").asLong());
      }
    } catch (IllegalArgumentException e) {
      return new Checkpoint.Unknown(text);
    }
    return new Checkpoint.Unknown(text);
  }
}
