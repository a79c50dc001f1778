package dev.plumbline.spark.lake;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a job that failed. Tasks that fail remove their own; those of tasks that had ended,
 * or were ending when another one failed, are left.
 *
 * @param operation the job's group, which is also in the names of its files
 */
record UnwantedFiles(JavaSparkContext context, Table table, String operation) {
  /** The local property that names the group of a job. */
  static final String JOB_GROUP = "spark.jobGroup.id";

  private static final Logger LOG = LoggerFactory.getLogger(UnwantedFiles.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(20);

  /** Waits until no task is at work any more, and removes what they wrote. */
  void remove() {
    long start = System.nanoTime();
    while (tasksAreAtWork() && System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
    if (!(table.io() instanceof SupportsPrefixOperations files)) {
      return;
    }
    try {
      for (FileInfo file : files.listPrefix(table.locationProvider().newDataLocation(""))) {
        if (file.location().contains(operation)) {
          files.deleteFile(file.location());
        }
      }
    } catch (RuntimeException e) {
      // What made the job fail is what the caller is to hear of.
      LOG.warn("Cannot remove the files {} that a failed job left in {}", operation, table, e);
    }
  }

  private boolean tasksAreAtWork() {
    JavaSparkStatusTracker tracker = context.statusTracker();
    return Arrays.stream(tracker.getJobIdsForGroup(operation))
        .mapToObj(tracker::getJobInfo)
        .filter(job -> job != null)
        .map(SparkJobInfo::stageIds)
        .flatMapToInt(Arrays::stream)
        .mapToObj(tracker::getStageInfo)
        .anyMatch(UnwantedFiles::isAtWork);
  }

  private static boolean isAtWork(SparkStageInfo stage) {
    return stage != null && stage.numActiveTasks() > 0;
  }
}
