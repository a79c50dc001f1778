package dev.plumbline.stores.redshift;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.core.run.Json;
import java.util.List;

/**
 * The list of files that one COPY loads: exactly those, and all of them. For Parquet Redshift
 * demands each file's size in {@code meta.content_length} (COPY from a manifest, Redshift guide).
 */
record CopyManifest(List<Entry> entries) {
  record Entry(String url, boolean mandatory, Meta meta) {}

  record Meta(@JsonProperty("content_length") long contentLength) {}

  static String json(List<DataFile> files) {
    return Json.write(
        new CopyManifest(
            files.stream()
                .map(file -> new Entry(s3(file.uri()), true, new Meta(file.bytes())))
                .toList()));
  }

  /** Hadoop's names of the S3 file system mean nothing to Redshift. */
  private static String s3(String uri) {
    return uri.replaceFirst("^s3[an]://", "s3://");
  }
}
