package dev.plumbline.sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The sandbox's command line. Exit codes: 0 done, 2 wrong usage, 3 not running (status), 10 another
 * sandbox runs on the same folder, 70 it did not start.
 */
@Command(
    name = "sandbox",
    description =
        "The whole AWS-shaped stack on one machine: Aurora, Redshift behind a gateway, zero-ETL, S3"
            + " and a REST API. State is kept under .plumbline/sandbox between runs; endpoints.json"
            + " there tells where everything is.",
    mixinStandardHelpOptions = true,
    subcommands = {
      StartCommand.class,
      StopCommand.class,
      StatusCommand.class,
      FaultCommand.class,
      WorkloadCommand.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Cannot do nothing: say start, stop, status, fault or workload");
  }

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(failure.getMessage());
              for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                command.getErr().println("  because: " + cause.getMessage());
              }
              return failure instanceof Sandbox.AlreadyRunning
                  ? ExitCodes.LOCKED
                  : ExitCodes.FAILED;
            })
        .execute(arguments);
  }
}
