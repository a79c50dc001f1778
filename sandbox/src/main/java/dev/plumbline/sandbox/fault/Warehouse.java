package dev.plumbline.sandbox.fault;

/** Redshift as its clients reach it. */
public interface Warehouse {
  /** Takes no connections any more. */
  void leave();

  /** Is there again at the same address, with its data. */
  void comeBack();
}
