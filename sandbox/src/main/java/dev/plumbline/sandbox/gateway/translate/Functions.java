package dev.plumbline.sandbox.gateway.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The allow-list of functions, read from {@code allowed-functions.txt}. */
final class Functions {
  enum Origin {
    POSTGRES,
    /** Provided by the schema {@code redshift}. */
    EMULATED,
    /** Turned into something else by {@link FunctionRewriter}. */
    REWRITTEN,
    UNKNOWN
  }

  private static final Map<String, Origin> ORIGINS = load();

  private Functions() {}

  static Origin origin(String name) {
    return ORIGINS.getOrDefault(name, Origin.UNKNOWN);
  }

  private static Map<String, Origin> load() {
    Map<String, Origin> origins = new HashMap<>();
    String resource = "/dev/plumbline/sandbox/gateway/allowed-functions.txt";
    try (InputStream in = Functions.class.getResourceAsStream(resource)) {
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> add(origins, line.strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(origins);
  }

  private static void add(Map<String, Origin> origins, String line) {
    switch (line.charAt(0)) {
      case '+' -> origins.put(line.substring(1), Origin.EMULATED);
      case '*' -> origins.put(line.substring(1), Origin.REWRITTEN);
      default -> origins.put(line, Origin.POSTGRES);
    }
  }
}
