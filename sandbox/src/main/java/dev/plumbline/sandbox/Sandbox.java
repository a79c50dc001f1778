package dev.plumbline.sandbox;

import dev.plumbline.sandbox.ControlHandler.Reply;
import dev.plumbline.sandbox.fault.Faults;
import dev.plumbline.sandbox.fault.ReservedKeys;
import dev.plumbline.sandbox.fault.Warehouse;
import dev.plumbline.sandbox.server.Folders;
import dev.plumbline.sandbox.server.MariaDbServer;
import dev.plumbline.sandbox.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** All servers together, from the start until somebody wants them to stop. */
public final class Sandbox implements AutoCloseable {
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

  private final Folders folders;
  private final InstanceLock lock;
  private final Startup startup;
  private final CountDownLatch stopWanted = new CountDownLatch(1);
  private Endpoints endpoints;

  private Sandbox(Folders folders, InstanceLock lock, Progress progress) {
    this.folders = folders;
    this.lock = lock;
    this.startup = new Startup(progress);
  }

  /** Thrown when another sandbox uses the state folder. */
  public static final class AlreadyRunning extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    AlreadyRunning(Path state) {
      super("Cannot start: a sandbox runs already on " + state);
    }
  }

  /**
   * Takes the state folder for this JVM. Nothing is started yet, so that the caller can see to the
   * end first.
   *
   * @throws AlreadyRunning when another sandbox uses it
   */
  static Sandbox claim(Folders folders, Progress progress) {
    InstanceLock lock =
        InstanceLock.take(folders.state(), LOCK_PATIENCE)
            .orElseThrow(() -> new AlreadyRunning(folders.state()));
    return new Sandbox(folders, lock, progress);
  }

  /**
   * Starts all servers and writes the endpoints file; when one fails, the others are stopped again.
   */
  void start(SandboxConfig config, Clock clock) {
    try {
      Files.deleteIfExists(SandboxConfig.endpointsFile(folders));
      Instant startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Servers servers = new Assembly(folders, startup).start(config);
      Control control = control(servers, startedAt, clock);
      endpoints = servers.endpoints(control, startedAt);
      endpoints.write(SandboxConfig.endpointsFile(folders));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("Cannot remove the old endpoints file", e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Control control(Servers servers, Instant startedAt, Clock clock) {
    ReservedKeys reserved = new ReservedKeys();
    Workload workload =
        new Workload(
            () -> {
              MariaDbServer source = servers.aurora().server();
              return source.connect(source.admin());
            },
            reserved);
    startup.adopt(workload);
    Faults faults =
        new Faults(servers.integration().replicator(), warehouse(servers), reserved, clock);
    Control control = Startup.join(startup.start("Control", Control::start));
    control.on("/status", request -> Reply.ok(status(servers, startedAt)));
    control.on("/stop", request -> stop(request.method()));
    new ServerControl(servers.byName()).register(control);
    new RestControl(servers.rest()).register(control);
    new ReplicatorControl(servers.integration()).register(control);
    new FaultControl(faults).register(control);
    new WorkloadControl(workload).register(control);
    return control;
  }

  private static Warehouse warehouse(Servers servers) {
    return new Warehouse() {
      @Override
      public void leave() {
        servers.gateway().down();
      }

      @Override
      public void comeBack() {
        servers.gateway().up();
      }
    };
  }

  private static Map<String, Object> status(Servers servers, Instant startedAt) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("pid", ProcessHandle.current().pid());
    status.put("startedAt", startedAt.toString());
    status.put("servers", servers.alive());
    return status;
  }

  private Reply stop(String method) {
    if (!method.equals("POST")) {
      return Reply.unknownMethod();
    }
    requestStop();
    return new Reply(202, Reply.done().body());
  }

  /** Lets {@link #awaitStop()} return. */
  void requestStop() {
    stopWanted.countDown();
  }

  /** Returns when somebody wants the sandbox to stop. */
  void awaitStop() {
    try {
      stopWanted.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where everything is. */
  Endpoints endpoints() {
    return endpoints;
  }

  /**
   * Removes the endpoints file, stops all servers and frees the state folder. May be called twice.
   */
  @Override
  public synchronized void close() {
    try {
      Files.deleteIfExists(SandboxConfig.endpointsFile(folders));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the endpoints file", e);
    } finally {
      startup.close();
      lock.close();
      requestStop();
    }
  }
}
