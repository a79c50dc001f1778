package dev.plumbline.sandbox.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A folder of JSON files, each an array of objects with an {@code id}: {@code users.json} is {@code
 * /users}.
 */
public final class FolderData {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final String SUFFIX = ".json";

  private FolderData() {}

  private record Listed(List<byte[]> rows, Map<Long, Long> positions) implements Rows {
    @Override
    public long size() {
      return rows.size();
    }

    @Override
    public byte[] json(long index) {
      return rows.get(Math.toIntExact(index));
    }

    @Override
    public OptionalLong indexOf(long id) {
      Long position = positions.get(id);
      return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }
  }

  /**
   * Reads all files into memory.
   *
   * @throws IllegalArgumentException when the folder holds no such file or one that is no array of
   *     objects
   */
  public static Dataset read(Path folder) {
    Map<String, Rows> resources = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        resources.put(name.substring(0, name.length() - SUFFIX.length()), rows(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the API's folder " + folder, e);
    }
    if (resources.isEmpty()) {
      throw new IllegalArgumentException("Cannot serve " + folder + ": it holds no .json file");
    }
    return new Dataset(resources);
  }

  private static Rows rows(Path file) throws IOException {
    JsonNode array;
    try {
      array = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot serve " + file + ": " + e.getMessage(), e);
    }
    if (!array.isArray()) {
      throw new IllegalArgumentException("Cannot serve " + file + ": it is no JSON array");
    }
    List<byte[]> rows = new ArrayList<>();
    Map<Long, Long> positions = new HashMap<>();
    for (JsonNode row : array) {
      if (row.path("id").canConvertToLong()) {
        positions.put(row.path("id").asLong(), (long) rows.size());
      }
      rows.add(JSON.writeValueAsBytes(row));
    }
    return new Listed(rows, positions);
  }
}
