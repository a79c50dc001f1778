package dev.plumbline.sandbox.gateway;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.RedshiftType;

/**
 * How a Redshift column looks in the PostgreSQL database behind the gateway, for whoever creates
 * tables there directly.
 *
 * <p>In that database {@code varchar(n)} counts bytes when a value is assigned by INSERT or UPDATE:
 * a longer one fails with SQLSTATE 22001. PostgreSQL's own COPY still counts characters.
 */
public final class PgTypes {

  private PgTypes() {}

  /** The PostgreSQL type of a column of the Redshift type, e.g. {@code character varying(20)}. */
  public static String pgColumn(String redshiftType) {
    return RedshiftType.parse(redshiftType).inColumn().pg();
  }

  /**
   * A whole column definition: the quoted name, the type and, for VARBYTE(n), whose PostgreSQL type
   * has no length, a CHECK constraint from which the catalogue views read the length.
   *
   * @param column the name as it is, unquoted
   */
  public static String pgColumn(String column, String redshiftType) {
    RedshiftType type = RedshiftType.parse(redshiftType).inColumn();
    String definition = Name.quote(column) + " " + type.pg();
    return type.isVarbyte()
        ? definition + " " + RedshiftType.varbyteCheck(column, type.first())
        : definition;
  }
}
