package dev.plumbline.sandbox.rest;

import java.util.OptionalLong;

/**
 * The rows of one resource in the order of the API; unchanging, so any page can be asked for at any
 * time.
 */
public interface Rows {
  /** How many there are. */
  long size();

  /** The row at a position from 0 on, as one JSON object in UTF-8. */
  byte[] json(long index);

  /** The position of the row with that id. */
  OptionalLong indexOf(long id);
}
