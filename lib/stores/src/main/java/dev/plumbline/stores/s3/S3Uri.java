package dev.plumbline.stores.s3;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;

/** A place on S3, such as {@code s3://bucket/state/runs}; {@code s3a://} is read as the same. */
public record S3Uri(String bucket, String key) {

  /**
   * @throws PlumblineException exit 2 when the text does not name a bucket
   */
  public static S3Uri parse(String uri) {
    String rest =
        uri.startsWith("s3://")
            ? uri.substring("s3://".length())
            : uri.startsWith("s3a://") ? uri.substring("s3a://".length()) : "";
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new PlumblineException(
          ExitCode.USAGE, "Cannot use '" + uri + "' as a place on S3: it must be s3://bucket/key");
    }
    return new S3Uri(bucket, slash < 0 ? "" : rest.substring(slash + 1));
  }

  /** Whether the text names a place on S3. */
  public static boolean isS3(String text) {
    return text.startsWith("s3://") || text.startsWith("s3a://");
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
