package dev.plumbline.stores.report;

import dev.plumbline.core.run.RunReport;

/** One part of the page. A section that has nothing to say is left out, with its link. */
public interface Section {
  /** Names the section in the page's address, such as {@code copies}. */
  String id();

  /** The heading. */
  String title();

  /**
   * What stands below the heading; empty when there is nothing to say. Text from the report goes
   * through {@link Html#text}, since it comes from databases.
   */
  String html(RunReport report);
}
