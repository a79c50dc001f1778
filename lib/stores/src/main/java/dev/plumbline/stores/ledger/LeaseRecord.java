package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.RunId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * What the object of one holding of a lease says. Only its holder writes it.
 *
 * @param token fencing token: greater than that of every earlier holder
 * @param nonce tells this acquisition from any other, also of the same run
 * @param expiresAt the lease is anybody's from then on
 * @param released whether the holder gave it back
 */
public record LeaseRecord(
    long token,
    String nonce,
    Holder holder,
    Instant acquiredAt,
    Instant renewedAt,
    Instant expiresAt,
    boolean released) {

  /**
   * A process that holds a lease for a run.
   *
   * @param host its name, for people
   * @param machine tells one kernel and its process ids from another; empty where unknown
   * @param pidStartedAt when the process started, so that a reused pid is not taken for it
   */
  public record Holder(String runId, String host, String machine, long pid, Instant pidStartedAt) {

    /** This process, on behalf of the run. */
    public static Holder thisProcess(RunId runId) {
      ProcessHandle self = ProcessHandle.current();
      Instant started =
          self.info()
              .startInstant()
              .orElseGet(
                  () -> Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
      return new Holder(runId.value(), hostName(), machineId(), self.pid(), started);
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }

    /** Linux: the boot and the pid namespace; a container has a namespace of its own. */
    private static String machineId() {
      try {
        String boot =
            Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.UTF_8);
        return boot.strip() + "/" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      } catch (IOException | UnsupportedOperationException e) {
        return "";
      }
    }
  }

  /** A first holding of the lease. */
  static LeaseRecord taken(long token, Holder holder, Instant now, Instant expiresAt) {
    return new LeaseRecord(token, UUID.randomUUID().toString(), holder, now, now, expiresAt, false);
  }

  LeaseRecord renewed(Instant now, Instant until) {
    return new LeaseRecord(token, nonce, holder, acquiredAt, now, until, false);
  }

  LeaseRecord givenBack(Instant now) {
    return new LeaseRecord(token, nonce, holder, acquiredAt, now, now, true);
  }

  boolean isSameHolding(LeaseRecord other) {
    return nonce.equals(other.nonce);
  }
}
