package dev.plumbline.stores.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdbcSideTest {
  private static final ColumnSpec ID =
      new ColumnSpec("id", ColumnType.parse("int"), false, ZeroDates.FAIL);
  private static final TableForm FORM =
      TableForm.of(List.of(DigestColumn.of("id", ID.type())), List.of("id"));

  @Test
  void aStoreThatFailsIsNamedAndHasTheCodeOfItsKind() {
    assertThatThrownBy(() -> side(MySqlDigestDialect.INSTANCE, "aurora blog.users").open())
        .hasMessage("Cannot open a session to compare aurora blog.users: connection refused")
        .isInstanceOfSatisfying(PlumblineException.class, e -> isCode(e, ExitCode.SOURCE_FAILED));
    assertThatThrownBy(() -> side(RedshiftDigestDialect.INSTANCE, "warehouse blog.users").open())
        .hasMessage("Cannot open a session to compare warehouse blog.users: connection refused")
        .isInstanceOfSatisfying(PlumblineException.class, e -> isCode(e, ExitCode.PUBLISH_FAILED));
  }

  private static void isCode(PlumblineException failure, ExitCode code) {
    assertThat(failure.exitCode()).isEqualTo(code);
  }

  private static JdbcSide side(DigestDialect dialect, String label) {
    return new JdbcSide(
        dialect,
        FORM,
        new ComparedTable(
            label, List.of("blog", "users"), List.of(StoredColumn.redshift(ID, "INTEGER")), ""),
        () -> {
          throw new SQLException("connection refused");
        });
  }
}
