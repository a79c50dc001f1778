package dev.plumbline.core.publish;

/**
 * What the ledger knows of a published table that is there.
 *
 * @param shape what tells its columns and their layout, as {@link Wanted#shape}
 * @param runId the run that published it last
 * @param differences how often it was published by difference since it was copied whole
 * @param doubted whether a comparison has since found it to differ from what it was loaded from
 */
public record Loaded(Origin origin, String shape, String runId, int differences, boolean doubted) {

  /**
   * What is to be published.
   *
   * @param origin the state that is to be seen
   * @param shape the same text for the same columns and layout
   * @param key whether rows can be named
   * @param wholeAfter so many differences are followed by a whole copy
   * @param wholeAsked whether a whole copy was asked for
   */
  public record Wanted(
      Origin origin, String shape, boolean key, int wholeAfter, boolean wholeAsked) {}
}
