package dev.plumbline.sandbox.server;

/**
 * A login of a sandbox server.
 *
 * @param user the user's name
 * @param password never printed
 */
public record Account(String user, String password) {
  @Override
  public String toString() {
    return user + "/******";
  }
}
