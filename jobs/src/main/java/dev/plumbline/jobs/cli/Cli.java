package dev.plumbline.jobs.cli;

import dev.plumbline.core.config.Nearest;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: one subcommand per job, the same flags for each. */
public final class Cli {
  private Cli() {}

  /** What a command line asks for. */
  public sealed interface Request {
    /** Run a job. */
    record Job(JobName name, CommonOptions options) implements Request {}

    /** Print a text and leave. */
    record Help(String text) implements Request {}
  }

  /**
   * Reads a command line.
   *
   * @throws PlumblineException exit 2, naming the nearest flag or job where one is unknown
   */
  public static Request parse(List<String> args) {
    CommandLine root = root();
    if (args.isEmpty()) {
      return new Request.Help(root.getUsageMessage());
    }
    try {
      ParseResult parsed = root.parseArgs(args.toArray(String[]::new));
      if (parsed.isVersionHelpRequested()) {
        return new Request.Help(String.join("", root.getCommandSpec().version()) + "\n");
      }
      if (!parsed.hasSubcommand()) {
        return new Request.Help(root.getUsageMessage());
      }
      ParseResult sub = parsed.subcommand();
      CommandSpec spec = sub.commandSpec();
      if (sub.isUsageHelpRequested()) {
        return new Request.Help(spec.commandLine().getUsageMessage());
      }
      return new Request.Job(
          JobName.of(spec.name()).orElseThrow(), (CommonOptions) spec.userObject());
    } catch (ParameterException e) {
      throw new PlumblineException(ExitCode.USAGE, explain(e), e);
    }
  }

  private static CommandLine root() {
    CommandLine root = new CommandLine(new Root());
    for (JobName job : JobName.values()) {
      CommonOptions options = job.options();
      CommandSpec spec = CommandSpec.forAnnotatedObject(options);
      spec.name(job.label());
      spec.usageMessage()
          .description(job.description())
          .footer("", "Example:", "  bin/plumbline " + job.label() + options.example());
      root.addSubcommand(job.label(), new CommandLine(spec));
    }
    root.setUsageHelpWidth(100);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    return root;
  }

  private static String explain(ParameterException failure) {
    String command = failure.getCommandLine().getCommandName();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      List<String> known = known(failure.getCommandLine());
      boolean flag = word.startsWith("-");
      return "Cannot run '"
          + command
          + "': unknown "
          + (flag ? "flag" : "job")
          + " '"
          + word
          + "'"
          + Nearest.hint(word, known)
          + " ('bin/plumbline "
          + (failure.getCommandLine().getParent() == null ? "" : command + " ")
          + "--help' lists them)";
    }
    return "Cannot run '" + command + "': " + failure.getMessage();
  }

  private static List<String> known(CommandLine line) {
    List<String> known = new ArrayList<>(line.getSubcommands().keySet());
    line.getCommandSpec().options().forEach(option -> known.addAll(Arrays.asList(option.names())));
    return known;
  }

  @Command(
      name = "plumbline",
      mixinStandardHelpOptions = true,
      version = "Plumbline 0.1.0",
      header = "Proves, rebuilds and serves what zero-ETL replicates from Aurora to Redshift.",
      synopsisSubcommandLabel = "JOB",
      commandListHeading = "%nJobs:%n",
      optionListHeading = "%nOptions:%n",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        " 0: done, and what was compared is equal",
        " 2: bad configuration or usage",
        " 3: degraded, readers are safe",
        "10: another run holds the lock",
        "11: the replica is not there yet (lag, resync): come back later",
        "20: a source failed",
        "30: a quality gate failed",
        "40: a table differs",
        "41: a comparison is inconclusive",
        "42: not comparable and not expected",
        "43: preflight found something",
        "50: publishing failed, or the warehouse did; nothing changed",
        "51: state unknown, do not clean up (the message holds the query that tells)",
        "70: a defect of Plumbline"
      })
  private static final class Root {}
}
