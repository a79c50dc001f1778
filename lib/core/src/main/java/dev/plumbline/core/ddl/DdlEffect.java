package dev.plumbline.core.ddl;

/** What a statement does to the replica, the gravest first. */
public enum DdlEffect {
  /** The table fails there until the change is undone, or until somebody acts. */
  BREAKS("breaks"),
  /** The table goes from the replica. */
  DROPS("drops"),
  /** The table is read anew; until that is done nobody can read it there. */
  RESYNCS("resyncs"),
  /** Cannot be told. */
  UNCLEAR("unclear"),
  /** The replica follows by itself and stays readable. */
  FOLLOWS("follows"),
  /** Nothing that a replica sees. */
  HARMLESS("harmless");

  private final String label;

  DdlEffect(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Whether somebody should look at the statement before it is run. */
  public boolean warns() {
    return compareTo(FOLLOWS) < 0;
  }
}
