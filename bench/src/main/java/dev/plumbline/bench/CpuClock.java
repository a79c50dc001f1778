package dev.plumbline.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Processor time, user and system, of this JVM, of the MySQL server, and of the sandbox's JVM, in
 * which the object store is. Unlike seconds it says little of what else the machine does.
 *
 * @param database process id
 * @param sandbox process id
 */
record CpuClock(long database, long sandbox) {
  /** What Linux counts in, on every platform that it supports here. */
  private static final double TICKS_PER_SECOND = 100;

  /** Seconds. */
  record Cpu(double jvm, double database, double storage) {
    static final Cpu NONE = new Cpu(0, 0, 0);

    Cpu minus(Cpu earlier) {
      return new Cpu(jvm - earlier.jvm, database - earlier.database, storage - earlier.storage);
    }

    double all() {
      return jvm + database + storage;
    }
  }

  /**
   * @param sandbox below whose process the server runs
   */
  static CpuClock of(ProcessHandle sandbox) {
    long database =
        sandbox
            .descendants()
            .filter(process -> process.info().command().orElse("").matches(".*/(mariadbd|mysqld)"))
            .mapToLong(ProcessHandle::pid)
            .findFirst()
            .orElse(0);
    return new CpuClock(database, sandbox.pid());
  }

  Cpu now() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Cpu(system.getProcessCpuTime() / 1e9, of(database), of(sandbox));
  }

  /** 0 where there is no such process or no such file. */
  private static double of(long process) {
    Path stat = Path.of("/proc", Long.toString(process), "stat");
    if (process == 0 || !Files.exists(stat)) {
      return 0;
    }
    try {
      String line = Files.readString(stat, StandardCharsets.UTF_8);
      // The name in parentheses may hold anything; user and system time are the 14th and 15th.
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
      return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
