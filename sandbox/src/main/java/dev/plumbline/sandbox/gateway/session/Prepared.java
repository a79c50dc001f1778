package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.translate.Plan;

/** A statement of the extended protocol. */
final class Prepared {
  private final String text;
  private final Plan plan;
  private ResultShape shape = ResultShape.UNCHANGED;

  Prepared(String text, Plan plan) {
    this.text = text;
    this.plan = plan;
  }

  /** As the client wrote it. */
  String text() {
    return text;
  }

  Plan plan() {
    return plan;
  }

  /** True when the gateway itself executes it. */
  boolean isLocal() {
    return !(plan instanceof Plan.Forward);
  }

  ResultShape shape() {
    return shape;
  }

  void shape(ResultShape described) {
    shape = described;
  }
}
