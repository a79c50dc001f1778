package dev.plumbline.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes Glue's own arguments out of a command line.
 *
 * <p>Glue starts a main class with its own {@code --KEY value} pairs among ours (Glue developer
 * guide, "Special parameters used by AWS Glue jobs"). The list is closed: what is not on it is
 * ours, and an unknown flag stays an error. On Glue the job's name comes as {@code --job run}.
 */
public final class GlueArguments {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--JOB_NAME",
          "--JOB_ID",
          "--JOB_RUN_ID",
          "--SECURITY_CONFIGURATION",
          "--TempDir",
          "--RedshiftTempDir",
          "--job-bookmark-option",
          "--job-bookmark-from",
          "--job-bookmark-to",
          "--job-language",
          "--class",
          "--scriptLocation",
          "--extra-jars",
          "--extra-files",
          "--user-jars-first",
          "--use-postgres-driver",
          "--enable-metrics",
          "--enable-observability-metrics",
          "--enable-continuous-cloudwatch-log",
          "--enable-continuous-log-filter",
          "--continuous-log-logGroup",
          "--continuous-log-logStreamPrefix",
          "--continuous-log-conversionPattern",
          "--custom-logGroup-prefix",
          "--custom-logStream-prefix",
          "--enable-glue-datacatalog",
          "--enable-auto-scaling",
          "--enable-spark-ui",
          "--spark-event-logs-path",
          "--spark-ui-event-logs-path",
          "--enable-job-insights",
          "--enable-s3-parquet-optimized-committer",
          "--enable-rename-algorithm-v2",
          "--datalake-formats",
          "--encryption-type",
          "--executor-cores",
          "--write-shuffle-files-to-s3",
          "--write-shuffle-spills-to-s3",
          "--auto-scale-within-microbatch",
          "--conf");

  private GlueArguments() {}

  /** True when Glue started this program. */
  public static boolean present(List<String> args) {
    return args.contains("--JOB_NAME");
  }

  /** The command line as it would be anywhere else: the job's name first, then our own flags. */
  public static List<String> strip(List<String> args) {
    List<String> own = new ArrayList<>();
    String job = null;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--job") && i + 1 < args.size()) {
        job = args.get(++i);
      } else if (WITH_VALUE.contains(arg)) {
        i += takesNext(args, i) ? 1 : 0;
      } else {
        own.add(arg);
      }
    }
    if (job != null) {
      own.add(0, job);
    }
    return own;
  }

  /** Some of Glue's arguments are given as a key alone. */
  private static boolean takesNext(List<String> args, int index) {
    return index + 1 < args.size() && !args.get(index + 1).startsWith("--");
  }
}
