package dev.plumbline.sandbox.gateway.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Finds the files of a COPY: those under a prefix, or those that a manifest names. */
final class Manifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifest() {}

  static List<ObjectStore.Listed> files(CopyCommand command, ObjectStore store) {
    List<ObjectStore.Listed> files =
        command.has("MANIFEST") ? named(command, store) : store.list(command.from());
    if (files.isEmpty()) {
      throw new SqlError(
          SqlError.INTERNAL,
          "The specified S3 prefix '" + command.from().key() + "' does not exist");
    }
    return files;
  }

  private static List<ObjectStore.Listed> named(CopyCommand command, ObjectStore store) {
    JsonNode manifest = read(command.from(), store);
    JsonNode entries = manifest.path("entries");
    if (!entries.isArray() || entries.isEmpty()) {
      throw invalid(command.from(), "it has no entries");
    }
    List<ObjectStore.Listed> files = new ArrayList<>();
    for (JsonNode entry : entries) {
      S3Url url = S3Url.parse(entry.path("url").asText());
      OptionalLong size = store.size(url);
      if (size.isPresent()) {
        checkLength(command, entry, url, size.getAsLong());
        files.add(new ObjectStore.Listed(url, size.getAsLong()));
      } else if (entry.path("mandatory").asBoolean(false)) {
        throw new SqlError(
            SqlError.INTERNAL,
            "Mandatory url is not present in manifest file: S3ServiceException: The specified key does"
                + " not exist.",
            "Status 404, Error NoSuchKey, Key " + url);
      }
    }
    return files;
  }

  private static JsonNode read(S3Url url, ObjectStore store) {
    if (store.size(url).isEmpty()) {
      throw new SqlError(
          SqlError.INTERNAL,
          "Problem reading manifest file - S3ServiceException: The specified key does not exist.",
          "Status 404, Error NoSuchKey, Key " + url);
    }
    try (InputStream in = store.open(url)) {
      return JSON.readTree(in);
    } catch (JsonProcessingException e) {
      throw invalid(url, e.getOriginalMessage());
    } catch (IOException e) {
      throw invalid(url, e.getMessage());
    }
  }

  /** Columnar formats are read by ranges from the end, so the length has to be known and right. */
  private static void checkLength(CopyCommand command, JsonNode entry, S3Url url, long size) {
    if (!command.format().equals("PARQUET")) {
      return;
    }
    JsonNode length = entry.path("meta").path("content_length");
    if (!length.isIntegralNumber()) {
      throw invalid(command.from(), "meta.content_length is required for " + url);
    }
    if (length.asLong() != size) {
      throw new SqlError(
          SqlError.INTERNAL,
          "Spectrum Scan Error",
          "content_length of "
              + url
              + " is "
              + length.asLong()
              + " in the manifest, but the file has "
              + size
              + " bytes");
    }
  }

  private static SqlError invalid(S3Url url, String why) {
    return new SqlError(SqlError.INTERNAL, "Manifest file " + url + " is invalid: " + why);
  }
}
