package dev.plumbline.tests;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts one sandbox for all tests of the run, in a JVM of its own with empty databases, and stops
 * it at the end. Tests take a {@link Sandbox} or its {@link Endpoints} as a parameter.
 */
public final class SandboxExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    sandbox(context);
  }

  private static Sandbox sandbox(ExtensionContext context) {
    // The root context's store closes what it holds when the whole run ends.
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Sandbox.class, type -> Sandbox.startEmpty(Path.of("target", "sandbox")), Sandbox.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Sandbox.class || type == Endpoints.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Sandbox sandbox = sandbox(context);
    return parameter.getParameter().getType() == Endpoints.class ? sandbox.endpoints() : sandbox;
  }
}
