package dev.plumbline.sandbox.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.sandbox.process.GuardedProcess.StopSignal;
import dev.plumbline.sandbox.server.Killable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {
  private static final String OBEDIENT =
      "trap 'exit 0' TERM; echo up; while :; do sleep 0.05; done";
  private static final String STUBBORN =
      "trap '' TERM; sh -c 'trap \"\" TERM; while :; do sleep 0.05; done' & "
          + "echo $! > \"$1.child\"; while :; do sleep 0.05; done";

  @TempDir Path folder;

  /** Starts the given script under a guard, for the JVM that gets killed. */
  public static final class Holder {
    public static void main(String[] arguments) throws IOException {
      GuardedProcess process = GuardedProcess.start(spec(Path.of(arguments[0]), arguments[1]));
      System.out.println(process.pid() + " " + process.guardPid());
      System.in.read();
      process.close();
    }
  }

  private static GuardedProcess.Spec spec(Path folder, String script) {
    Path marker = folder.resolve("marker");
    return new GuardedProcess.Spec(
        "fake",
        List.of("sh", "-c", script, "sh", marker.toString()),
        marker.toString(),
        Map.of(),
        folder.resolve("run"),
        folder.resolve("logs"),
        StopSignal.TERM,
        Duration.ofSeconds(1));
  }

  private Path pidFile() {
    return folder.resolve("run/fake.pid");
  }

  private static void awaitGone(long pid) {
    await().atMost(Duration.ofSeconds(10)).until(() -> !isAlive(pid));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private long childOfStubborn() {
    Path file = folder.resolve("marker.child");
    await().until(() -> Files.exists(file) && Files.size(file) > 1);
    try {
      return Long.parseLong(Files.readString(file, UTF_8).strip());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void stopsTheServerAndRemovesThePidFile() throws IOException {
    GuardedProcess process = GuardedProcess.start(spec(folder, OBEDIENT));
    assertThat(process.isAlive()).isTrue();
    assertThat(pidFile()).hasContent(Long.toString(process.pid()));
    await().until(() -> Files.readString(process.logFile(), UTF_8).contains("up"));

    process.close();

    assertThat(isAlive(process.pid())).isFalse();
    assertThat(pidFile()).doesNotExist();
  }

  @Test
  void killsAServerThatDoesNotObeyWithItsChildren() {
    GuardedProcess process = GuardedProcess.start(spec(folder, STUBBORN));
    long child = childOfStubborn();

    process.close();

    assertThat(isAlive(process.pid())).isFalse();
    awaitGone(child);
  }

  @Test
  void endsTheServerWhenTheJvmIsKilled() throws Exception {
    try (Killable holder = Killable.start(Holder.class, folder.toString(), STUBBORN)) {
      long server = Long.parseLong(holder.firstLine().split(" ")[0]);
      long child = childOfStubborn();
      assertThat(isAlive(server)).isTrue();

      holder.kill();

      awaitGone(server);
      awaitGone(child);
      await().until(() -> !Files.exists(pidFile()));
    }
  }

  @Test
  void endsTheServerWhenTheGuardIsKilled() {
    try (GuardedProcess process = GuardedProcess.start(spec(folder, OBEDIENT))) {
      ProcessHandle.of(process.guardPid()).orElseThrow().destroyForcibly();

      awaitGone(process.pid());
    }
  }

  @Test
  void endsTheServerWhenGuardAndJvmAreKilled() throws Exception {
    try (Killable holder = Killable.start(Holder.class, folder.toString(), OBEDIENT)) {
      long server = Long.parseLong(holder.firstLine().split(" ")[0]);
      long guard = Long.parseLong(holder.firstLine().split(" ")[1]);
      stop(holder.pid());
      ProcessHandle.of(guard).orElseThrow().destroyForcibly();
      holder.kill();

      awaitGone(server);
    }
  }

  @Test
  void aNewStartWaitsForTheServerOfAKilledJvm() throws Exception {
    long old;
    try (Killable holder = Killable.start(Holder.class, folder.toString(), STUBBORN)) {
      old = Long.parseLong(holder.firstLine().split(" ")[0]);
      holder.kill();
    }

    try (GuardedProcess process = GuardedProcess.start(spec(folder, OBEDIENT))) {
      assertThat(isAlive(old)).isFalse();
      assertThat(process.isAlive()).isTrue();
      assertThat(pidFile()).hasContent(Long.toString(process.pid()));
    }
  }

  @Test
  void leavesAStrangerAloneThatHasThePidOfAnOldServer() throws IOException {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.createDirectories(pidFile().getParent());
      Files.writeString(pidFile(), stranger.pid() + "\n", UTF_8);

      GuardedProcess.start(spec(folder, OBEDIENT)).close();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void tellsThatTheServerEndedByItself() {
    try (GuardedProcess process = GuardedProcess.start(spec(folder, "sleep 0.2; exit 7"))) {
      Process ended = process.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();

      assertThat(ended.exitValue()).isEqualTo(7);
      assertThat(process.isAlive()).isFalse();
    }
  }

  @Test
  void saysWhereTheLogIsWhenTheProgramIsMissing() {
    GuardedProcess.Spec spec =
        new GuardedProcess.Spec(
            "fake",
            List.of("/nowhere/server"),
            "/nowhere",
            Map.of(),
            folder.resolve("run"),
            folder.resolve("logs"),
            StopSignal.TERM,
            Duration.ofSeconds(1));
    assertThatThrownBy(
            () -> {
              try (GuardedProcess process = GuardedProcess.start(spec)) {
                process.onExit().join();
                throw new IllegalStateException(
                    "Cannot start fake: it ended at once, see " + process.logFile());
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot start fake: it ended at once, see " + folder.resolve("logs/fake.log"));
  }

  /** Stops a JVM in its tracks, so that it cannot react to what happens next. */
  private static void stop(long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor()).isZero();
  }
}
