package dev.plumbline.sandbox.replicator;

import dev.plumbline.sandbox.replicator.warehouse.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what follows {@code INTEGRATION SET}: names and values, with or without an equals sign
 * between.
 */
final class SettingsText {
  private static final Pattern SETTING =
      Pattern.compile("(?<name>[A-Z_]+)\\s*[= ]\\s*(?<value>[A-Z0-9]+)", Pattern.CASE_INSENSITIVE);

  private SettingsText() {}

  /** The settings with those changed that the text names; what it names else has no effect here. */
  static Settings apply(Settings settings, String text) {
    Settings result = settings;
    Matcher matcher = SETTING.matcher(text);
    while (matcher.find()) {
      result = apply(result, matcher.group("name"), matcher.group("value"));
    }
    return result;
  }

  private static Settings apply(Settings old, String name, String value) {
    boolean on = value.equalsIgnoreCase("TRUE");
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "REFRESH_INTERVAL" ->
          new Settings(
              Duration.ofSeconds(Long.parseLong(value)),
              old.queryAllStates(),
              old.truncateColumns(),
              old.acceptInvalidCharacters());
      case "QUERY_ALL_STATES" ->
          new Settings(
              old.refreshInterval(), on, old.truncateColumns(), old.acceptInvalidCharacters());
      case "TRUNCATECOLUMNS" ->
          new Settings(
              old.refreshInterval(), old.queryAllStates(), on, old.acceptInvalidCharacters());
      case "ACCEPTINVCHARS" ->
          new Settings(old.refreshInterval(), old.queryAllStates(), old.truncateColumns(), on);
      default -> old;
    };
  }
}
