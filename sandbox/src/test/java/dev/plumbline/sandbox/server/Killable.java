package dev.plumbline.sandbox.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class in a JVM of its own, to be killed. It prints one line when it is ready. */
public final class Killable implements AutoCloseable {
  private final Process process;
  private final String firstLine;

  private Killable(Process process, String firstLine) {
    this.process = process;
    this.firstLine = firstLine;
  }

  public static Killable start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String first = lines.readLine();
    if (first == null) {
      throw new IllegalStateException("Cannot start " + main + ": it ended without a word");
    }
    return new Killable(process, first);
  }

  public String firstLine() {
    return firstLine;
  }

  public long pid() {
    return process.pid();
  }

  /** kill -9, and nothing runs any more in that JVM when this returns. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Cannot kill process " + process.pid());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
