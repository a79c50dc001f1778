/**
 * Folders of CSV, JSON and Parquet files as a source. Spark reads the files; each value is then
 * taken into its declared column exactly, or the file, the row, the column and the value are named.
 */
package dev.plumbline.spark.files;
