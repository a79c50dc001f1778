/**
 * Writes Parquet files by columns: values are appended to pages as bytes, past Spark's rows and
 * past an object per value. See https://parquet.apache.org/docs/file-format/ for what is written.
 */
package dev.plumbline.spark.parquet;
