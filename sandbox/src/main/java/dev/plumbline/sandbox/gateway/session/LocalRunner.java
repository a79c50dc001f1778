package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.copy.Loader;
import dev.plumbline.sandbox.gateway.copy.Unloader;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.translate.Plan;
import dev.plumbline.sandbox.gateway.wire.Backend;
import java.io.IOException;

/** Executes what is not simply forwarded; returns the command tag. */
final class LocalRunner {
  private final Backend backend;
  private final Loader loader;
  private final Unloader unloader;

  LocalRunner(Backend backend, Loader loader, Unloader unloader) {
    this.backend = backend;
    this.loader = loader;
    this.unloader = unloader;
  }

  String run(Plan plan) throws IOException {
    if (plan instanceof Plan.Script script) {
      return script(script);
    }
    if (plan instanceof Plan.LateBindingView view) {
      backend.run(LateBinding.sql(view));
      return "CREATE VIEW";
    }
    refuseInFailedTransaction();
    if (plan instanceof Plan.Copy copy) {
      loader.load(copy.statement());
      return "COPY";
    }
    if (plan instanceof Plan.Unload unload) {
      unloader.unload(unload.statement());
      return "UNLOAD";
    }
    throw new IllegalStateException("Cannot run " + plan);
  }

  private String script(Plan.Script script) throws IOException {
    boolean inBlock = backend.status() != 'I';
    if (inBlock && script.where() == Plan.Where.OUTSIDE_TRANSACTION) {
      refuseInFailedTransaction();
      throw new SqlError("25001", script.tag() + " cannot run inside a transaction block");
    }
    backend.run(String.join(";\n", script.statements()));
    if (inBlock && script.where() == Plan.Where.COMMITS) {
      backend.run("commit");
    }
    return script.tag();
  }

  private void refuseInFailedTransaction() {
    if (backend.status() == 'E') {
      throw new SqlError(
          "25P02",
          "current transaction is aborted, commands ignored until end of transaction block");
    }
  }
}
