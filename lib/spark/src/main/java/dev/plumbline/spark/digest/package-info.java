/** Lake tables as a side of a comparison: their rows are digested on the executors. */
package dev.plumbline.spark.digest;
