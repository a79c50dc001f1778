package dev.plumbline.core.config;

import dev.plumbline.core.config.ConfigException.Problem;
import dev.plumbline.core.config.ModelSpec.Rules;
import dev.plumbline.core.table.Evolve;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Turns files, environment and overrides into records, once, before anything is started.
 *
 * <p>Every problem is reported in one {@link ConfigException}.
 */
public final class ConfigLoader {
  /** Keys that hold secrets, or name the places of some. */
  private static final Pattern SECRET =
      Pattern.compile("secret|password|token|keys", Pattern.CASE_INSENSITIVE);

  private final ConfigSource source;
  private final UnaryOperator<String> interpolate;
  private final Map<String, String> overrides;

  /**
   * @param overrides from {@code --set}: {@code env.…} for the environment, {@code tables.<id>.…}
   *     for a table, anything else for {@code pipeline.yaml}; values are YAML, and a later one lies
   *     over an earlier
   */
  public ConfigLoader(
      ConfigSource source, UnaryOperator<String> interpolate, Map<String, String> overrides) {
    this.source = source;
    this.interpolate = interpolate;
    this.overrides = new LinkedHashMap<>(overrides);
  }

  /** Reads an environment file. */
  public EnvConfig environment(String path) {
    List<Problem> problems = new ArrayList<>(refusedOverrides());
    Section root = new YamlFile(source, problems, interpolate).read(path, overridesBelow("env."));
    EnvConfig config = EnvReader.read(root, baseName(path));
    throwIfAny(problems);
    return config;
  }

  /** Reads a pipeline folder. */
  public PipelineConfig pipeline(String folder) {
    List<Problem> problems = new ArrayList<>(refusedOverrides());
    YamlFile yaml = new YamlFile(source, problems, interpolate);
    Map<String, String> own = new LinkedHashMap<>(overrides);
    own.keySet().removeIf(key -> key.startsWith("env.") || key.startsWith("tables."));
    Section root = yaml.read(folder + "/pipeline.yaml", own);
    Evolve evolve = root.oneOf("evolve", Evolve.class, Evolve.WARN);
    TablesReader tables = tables(folder, yaml, problems, evolve);
    List<ModelSpec> models = models(folder, yaml, problems);
    PipelineConfig config =
        new PipelineConfig(
            root.text("name"),
            folder,
            source(root, tables),
            root.optional("api"),
            root.text("warehouse"),
            root.parsed("keep", ConfigLoader::span, "a time span, such as 14d")
                .orElse(Duration.ofDays(14)),
            root.integer("parallel", 2, 1, 256),
            publishMethod(root.section("publish")),
            serve(root.section("serve")),
            tables.tables(),
            tables.imports(),
            models);
    root.done();
    throwIfAny(problems);
    return config;
  }

  /** A pipeline whose tables all come from elsewhere has no source of its own. */
  private static String source(Section root, TablesReader tables) {
    boolean none = tables.tables().isEmpty() && !tables.imports().isEmpty();
    return none ? root.text("source", "") : root.text("source");
  }

  private static PipelineConfig.PublishMethod publishMethod(Section publish) {
    PipelineConfig.PublishMethod method =
        publish.oneOf(
            "method", PipelineConfig.PublishMethod.class, PipelineConfig.PublishMethod.COPY);
    publish.done();
    return method;
  }

  private static PipelineConfig.ServeConfig serve(Section serve) {
    PipelineConfig.ServeConfig config = new PipelineConfig.ServeConfig(serve.texts("grantTo"));
    serve.done();
    return config;
  }

  private TablesReader tables(String folder, YamlFile yaml, List<Problem> problems, Evolve evolve) {
    TablesReader reader = new TablesReader(problems, evolve);
    for (String path : files(folder + "/tables", ".yaml", problems)) {
      reader.read(
          path,
          yaml.read(path, file -> overridesBelow("tables." + YamlOverride.text(file, "id") + ".")));
    }
    reader.requireKnown(
        overrides.keySet().stream()
            .filter(key -> key.startsWith("tables."))
            .map(key -> key.split("\\.", 3)[1])
            .toList());
    return reader;
  }

  private List<ModelSpec> models(String folder, YamlFile yaml, List<Problem> problems) {
    List<ModelSpec> models = new ArrayList<>();
    for (String layer : List.of("silver", "gold")) {
      String base = folder + "/models/" + layer;
      List<String> sqlFiles = files(base, ".sql", problems);
      for (String sqlFile : sqlFiles) {
        String stem = sqlFile.substring(0, sqlFile.length() - ".sql".length());
        models.add(
            ModelReader.read(
                yaml.read(stem + ".yaml", Map.of()),
                layer,
                baseName(sqlFile),
                text(sqlFile, problems),
                sqlFile,
                rules(stem + ".dqdl", problems),
                rules(stem + ".warn.dqdl", problems)));
      }
      for (String yamlFile : files(base, ".yaml", problems)) {
        if (!sqlFiles.contains(yamlFile.replaceAll("\\.yaml$", ".sql"))) {
          problems.add(new Problem(yamlFile, 0, "has no .sql beside it"));
        }
      }
    }
    return models;
  }

  private Optional<Rules> rules(String path, List<Problem> problems) {
    return files(path.substring(0, path.lastIndexOf('/')), ".dqdl", problems).contains(path)
        ? Optional.of(new Rules(text(path, problems), path))
        : Optional.empty();
  }

  private List<String> files(String folder, String ending, List<Problem> problems) {
    try {
      return source.list(folder).stream().filter(path -> path.endsWith(ending)).toList();
    } catch (IOException e) {
      problems.add(new Problem(folder, 0, "cannot be listed: " + e.getMessage()));
      return List.of();
    }
  }

  private String text(String path, List<Problem> problems) {
    try {
      return source.read(path);
    } catch (IOException e) {
      problems.add(new Problem(path, 0, "cannot be read: " + e.getMessage()));
      return "";
    }
  }

  private List<Problem> refusedOverrides() {
    return overrides.keySet().stream()
        .filter(key -> SECRET.matcher(key.replaceFirst("^tables\\.[^.]*", "")).find())
        .map(
            key ->
                new Problem(
                    "--set",
                    0,
                    "'" + key + "' is a secret's place; secrets are named in the environment file"))
        .toList();
  }

  private Map<String, String> overridesBelow(String prefix) {
    Map<String, String> below = new LinkedHashMap<>();
    overrides.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            below.put(key.substring(prefix.length()), value);
          }
        });
    return below;
  }

  private static Duration span(String text) {
    Duration span = Spans.parse(text);
    if (span.isZero()) {
      throw new IllegalArgumentException(text);
    }
    return span;
  }

  private static String baseName(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.indexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }

  private static void throwIfAny(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }
}
