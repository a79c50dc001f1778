package dev.plumbline.sandbox;

import dev.plumbline.sandbox.rest.GeneratedData;
import dev.plumbline.sandbox.server.Folders;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the sandbox: in the background, returning when it is ready, or in the foreground. */
@Command(
    name = "start",
    description =
        "Starts the sandbox and returns when it is ready; it goes on in the background until"
            + " 'sandbox stop'. A second start takes seconds, since the data is kept.",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  @Mixin private RootOptions root;

  @Option(
      names = "--foreground",
      description = "stay here until Ctrl-C or 'sandbox stop', instead of going to the background")
  private boolean foreground;

  @Option(
      names = "--parent-pid",
      paramLabel = "PID",
      description = "stop when that process is gone, however it went")
  private Long parentPid;

  @Option(names = "--stop-at-eof", description = "with --foreground: stop when standard input ends")
  private boolean stopAtEof;

  @Option(names = "--starter", hidden = true)
  private boolean starter;

  @ArgGroup(validate = false, heading = "%nThe REST API's data:%n")
  private ApiOptions api = new ApiOptions();

  @Override
  public Integer call() {
    Folders folders = root.folders();
    if (!foreground) {
      Optional<ProcessHandle> running = InstanceLock.holder(folders.state());
      if (running.isPresent() && api.isDefault()) {
        System.out.println("sandbox  runs already, process " + running.get().pid());
        return ExitCodes.DONE;
      }
      return new Detached(root, parentPid, api).start();
    }
    Runtimes.logTo(folders);
    Progress progress = new Progress(System.out);
    long begin = System.nanoTime();
    Sandbox sandbox = Sandbox.claim(folders, progress);
    Runtimes.emptyTemporary(folders);
    Thread atExit = new Thread(sandbox::close, "stop");
    Runtime.getRuntime().addShutdownHook(atExit);
    try (Lifeline lifeline = new Lifeline(sandbox::requestStop)) {
      lifeline.follow(parentPid, stopAtEof || starter);
      sandbox.start(new SandboxConfig(folders, api.generated(), api.folder()), Clock.systemUTC());
      progress.ready("everything", begin);
      progress.say("endpoints in " + SandboxConfig.endpointsFile(folders));
      if (starter) {
        lifeline.letGo();
      }
      sandbox.awaitStop();
    }
    sandbox.close();
    return ExitCodes.DONE;
  }

  /** What the API serves. */
  static final class ApiOptions {
    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "seed of the generated rows (default: 1)")
    private long seed = GeneratedData.DEFAULT.seed();

    @Option(
        names = "--users",
        paramLabel = "N",
        defaultValue = "10",
        description = "number of users (default: 10)")
    private long users = GeneratedData.DEFAULT.users();

    @Option(
        names = "--posts",
        paramLabel = "N",
        defaultValue = "100",
        description = "number of posts (default: 100)")
    private long posts = GeneratedData.DEFAULT.posts();

    @Option(
        names = "--comments",
        paramLabel = "N",
        defaultValue = "500",
        description = "number of comments (default: 500)")
    private long comments = GeneratedData.DEFAULT.comments();

    @Option(
        names = "--api-folder",
        paramLabel = "DIR",
        description = "serve the JSON files of a folder instead: users.json, posts.json, ...")
    private Path folder;

    GeneratedData generated() {
      return new GeneratedData(seed, users, posts, comments);
    }

    Path folder() {
      return folder;
    }

    List<String> arguments() {
      List<String> arguments = new ArrayList<>();
      arguments.addAll(List.of("--seed", Long.toString(seed)));
      arguments.addAll(List.of("--users", Long.toString(users)));
      arguments.addAll(List.of("--posts", Long.toString(posts)));
      arguments.addAll(List.of("--comments", Long.toString(comments)));
      if (folder != null) {
        arguments.addAll(List.of("--api-folder", folder.toAbsolutePath().toString()));
      }
      return arguments;
    }

    boolean isDefault() {
      return folder == null && generated().equals(GeneratedData.DEFAULT);
    }
  }
}
