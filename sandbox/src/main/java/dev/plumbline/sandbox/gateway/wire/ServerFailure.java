package dev.plumbline.sandbox.gateway.wire;

/** The PostgreSQL server answered with an error. */
public final class ServerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ServerError error;

  public ServerFailure(ServerError error) {
    super(error.message());
    this.error = error;
  }

  public ServerError error() {
    return error;
  }
}
