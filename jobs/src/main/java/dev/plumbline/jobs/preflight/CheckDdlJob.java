package dev.plumbline.jobs.preflight;

import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.ddl.DdlCheck;
import dev.plumbline.core.ddl.DdlVerdict;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.jobs.cli.CheckDdlOptions;
import dev.plumbline.jobs.console.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Tells what a migration will do to the replica. Connects to nothing. */
public final class CheckDdlJob {
  private final CheckDdlOptions options;
  private final PipelineConfig pipeline;
  private final Console console;

  public CheckDdlJob(CheckDdlOptions options, PipelineConfig pipeline, Console console) {
    this.options = options;
    this.pipeline = pipeline;
    this.console = console;
  }

  /** What was judged, for programs. */
  record Report(String file, String pipeline, int exitCode, List<DdlVerdict> statements) {}

  /**
   * @return exit 43 when a statement breaks, drops or resyncs a table, or cannot be told
   * @throws PlumblineException exit 2 when the file cannot be read
   */
  public ExitCode run() {
    List<DdlVerdict> verdicts = DdlCheck.of(text(), pipeline);
    boolean warned = verdicts.stream().anyMatch(verdict -> verdict.effect().warns());
    ExitCode code = warned ? ExitCode.PREFLIGHT : ExitCode.OK;
    console.ddl(options.file(), verdicts);
    if (options.json()) {
      console.json(new Report(options.file(), pipeline.name(), code.code(), verdicts));
    }
    return code;
  }

  private String text() {
    try {
      return Files.readString(Path.of(options.file()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot read "
              + options.file()
              + ": "
              + (e instanceof NoSuchFileException ? "there is no such file" : e.getMessage()),
          e);
    }
  }
}
