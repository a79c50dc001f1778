package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import java.util.List;

/**
 * A load that failed on its data; carries the error for the client and the rows for the error
 * table.
 */
final class LoadFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SqlError error;
  private final transient List<LoadError> errors;

  LoadFailure(SqlError error, List<LoadError> errors) {
    super(error.getMessage());
    this.error = error;
    this.errors = errors;
  }

  SqlError error() {
    return error;
  }

  List<LoadError> errors() {
    return errors;
  }
}
