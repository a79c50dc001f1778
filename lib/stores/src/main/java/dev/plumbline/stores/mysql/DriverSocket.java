package dev.plumbline.stores.mysql;

import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The stream from which Connector/J reads what the server sends. The driver is not compiled
 * against: what it calls by other names in another version is not found, and rows are then read
 * through {@code java.sql}.
 */
final class DriverSocket {
  private static final String DRIVER = "com.mysql.cj.";

  private final Object socket;
  private final InputStream input;
  private final Constructor<?> newInput;
  private final Method setInput;

  private DriverSocket(Object socket, InputStream input, Constructor<?> newInput, Method setInput) {
    this.socket = socket;
    this.input = input;
    this.newInput = newInput;
    this.setInput = setInput;
  }

  /** A column as the server sends it. */
  record SentColumn(int type, boolean unsigned, boolean binary) {}

  /** Empty where the packets are compressed, or where the driver is not as it is known here. */
  static Optional<DriverSocket> of(Connection connection) throws SQLException {
    try {
      Class<?> type = load(connection, "jdbc.JdbcConnection");
      Object session = call(type, "getSession", connection.unwrap(type));
      Object protocol = call(load(connection, "NativeSession"), "getProtocol", session);
      Class<?> protocolType = load(connection, "protocol.a.NativeProtocol");
      Object properties = call(protocolType, "getPropertySet", protocol);
      Object compression =
          load(connection, "conf.PropertySet")
              .getMethod("getBooleanProperty", String.class)
              .invoke(properties, "useCompression");
      Class<?> propertyType = load(connection, "conf.RuntimeProperty");
      if (!Boolean.FALSE.equals(call(propertyType, "getValue", compression))) {
        return Optional.empty();
      }
      Object socket = call(protocolType, "getSocketConnection", protocol);
      Class<?> socketType = load(connection, "protocol.SocketConnection");
      Class<?> inputType = load(connection, "protocol.FullReadInputStream");
      return Optional.of(
          new DriverSocket(
              socket,
              (InputStream) call(socketType, "getMysqlInput", socket),
              inputType.getConstructor(InputStream.class),
              socketType.getMethod("setMysqlInput", inputType)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * The columns of a result.
   *
   * @throws SQLException when the driver does not say
   */
  static SentColumn[] columns(Connection connection, ResultSet rows) throws SQLException {
    try {
      Class<?> resultType = load(connection, "protocol.Resultset");
      Object definition = call(resultType, "getColumnDefinition", rows.unwrap(resultType));
      Object fields = call(load(connection, "protocol.ColumnDefinition"), "getFields", definition);
      Class<?> fieldType = load(connection, "result.Field");
      SentColumn[] columns = new SentColumn[Array.getLength(fields)];
      for (int i = 0; i < columns.length; i++) {
        Object field = Array.get(fields, i);
        columns[i] =
            new SentColumn(
                (int) call(fieldType, "getMysqlTypeId", field),
                (boolean) call(fieldType, "isUnsigned", field),
                (boolean) call(fieldType, "isBinary", field));
      }
      return columns;
    } catch (ReflectiveOperationException e) {
      throw new SQLException("this version of Connector/J does not say what columns hold", e);
    }
  }

  InputStream input() {
    return input;
  }

  /** Lets the driver go on from there. */
  void giveBack(InputStream from) throws SQLException {
    try {
      setInput.invoke(socket, newInput.newInstance(from));
    } catch (ReflectiveOperationException e) {
      throw new SQLException("Connector/J does not go on: " + e.getMessage(), e);
    }
  }

  private static Class<?> load(Connection connection, String name) throws ClassNotFoundException {
    return Class.forName(DRIVER + name, true, connection.getClass().getClassLoader());
  }

  private static Object call(Class<?> type, String method, Object on)
      throws ReflectiveOperationException {
    return type.getMethod(method).invoke(on);
  }
}
