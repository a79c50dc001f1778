package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.SqlError;

/** {@code s3://bucket/key}; the key may be empty. */
record S3Url(String bucket, String key) {

  static S3Url parse(String url) {
    if (!url.startsWith("s3://") || url.length() == 5) {
      throw new SqlError(
          SqlError.UNSUPPORTED, "COPY and UNLOAD in the sandbox take s3:// addresses, not " + url);
    }
    int slash = url.indexOf('/', 5);
    return slash < 0
        ? new S3Url(url.substring(5), "")
        : new S3Url(url.substring(5, slash), url.substring(slash + 1));
  }

  S3Url with(String suffix) {
    return new S3Url(bucket, key + suffix);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
