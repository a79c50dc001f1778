package dev.plumbline.sandbox.replicator.binlog;

/** Turns a text column's bytes, in its own character set, into text. */
@FunctionalInterface
public interface TextDecoder {
  String decode(byte[] bytes);
}
