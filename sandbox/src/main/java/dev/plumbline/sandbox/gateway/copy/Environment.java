package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import java.nio.file.Path;

/** What the loads and unloads of one session share: the role, a folder, and whether to stop. */
public final class Environment {
  private final String role;
  private final Path temporary;
  private volatile boolean cancelled;

  public Environment(String role, Path temporary) {
    this.role = role;
    this.temporary = temporary;
  }

  Path temporary() {
    return temporary;
  }

  /** Makes the load or unload that runs fail at the next occasion. Called from another thread. */
  public void cancel() {
    cancelled = true;
  }

  void resetCancel() {
    cancelled = false;
  }

  void checkCancelled() {
    if (cancelled) {
      throw new SqlError("57014", "Query cancelled on user's request");
    }
  }

  void checkRole(String given) {
    if (!given.equals(role) && !given.equals("default")) {
      throw new SqlError(
          "42501",
          "User is not authorized to assume IAM Role " + given,
          "The sandbox knows the role " + role + ".");
    }
  }
}
