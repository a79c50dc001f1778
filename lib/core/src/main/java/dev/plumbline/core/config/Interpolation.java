package dev.plumbline.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.core.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${env:NAME}} and {@code ${sandbox:aurora.port}} in configuration values. Passwords
 * cannot be had in this way: they are named by a {@link SecretRef} and resolved where they are
 * used.
 */
public final class Interpolation implements UnaryOperator<String> {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?<kind>[a-z]+):(?<name>[^}]*)}");

  private final Map<String, String> environment;
  private final Path endpointsFile;

  /**
   * @param endpointsFile where the local sandbox writes its endpoints
   */
  public Interpolation(Map<String, String> environment, Path endpointsFile) {
    this.environment = Map.copyOf(environment);
    this.endpointsFile = endpointsFile;
  }

  /**
   * @throws IllegalArgumentException when a reference cannot be filled
   */
  @Override
  public String apply(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    return matcher.replaceAll(
        match -> Matcher.quoteReplacement(value(matcher.group("kind"), matcher.group("name"))));
  }

  private String value(String kind, String name) {
    return switch (kind) {
      case "env" -> {
        String value = environment.get(name);
        if (value == null) {
          throw new IllegalArgumentException("environment variable " + name + " is not set");
        }
        yield value;
      }
      case "sandbox" -> sandbox(name);
      default ->
          throw new IllegalArgumentException(
              "'${" + kind + ":…}' is not known; there is ${env:NAME} and ${sandbox:path}");
    };
  }

  private String sandbox(String name) {
    if (name.endsWith("password") || name.endsWith("secretKey") || name.endsWith("token")) {
      throw new IllegalArgumentException(
          "a secret cannot stand in a value; name it with 'secret: sandbox:" + name + "'");
    }
    return sandboxValue(endpointsFile, name);
  }

  /**
   * The value at a dotted path of the sandbox's endpoints file.
   *
   * @throws IllegalArgumentException when the sandbox does not run or has no such value
   */
  public static String sandboxValue(Path endpointsFile, String name) {
    String json;
    try {
      json = Files.readString(endpointsFile, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the sandbox does not run ("
              + endpointsFile
              + " is not there); start it with"
              + " 'bin/plumbline sandbox start'",
          e);
    }
    JsonNode node = Json.read(json, JsonNode.class).at("/" + name.replace('.', '/'));
    if (node.isMissingNode() || node.isContainerNode()) {
      throw new IllegalArgumentException("the sandbox has no '" + name + "'");
    }
    return node.asText();
  }
}
