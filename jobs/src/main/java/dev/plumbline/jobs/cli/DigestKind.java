package dev.plumbline.jobs.cli;

import dev.plumbline.core.reconcile.form.DigestStrength;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --digest} may name. */
final class DigestKind implements ITypeConverter<DigestStrength> {
  @Override
  public DigestStrength convert(String name) {
    return DigestStrength.ofStores().stream()
        .filter(strength -> strength.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("'" + name + "' is neither standard nor strong"));
  }
}
