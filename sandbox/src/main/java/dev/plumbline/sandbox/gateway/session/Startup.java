package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.wire.Channel;
import dev.plumbline.sandbox.gateway.wire.Message;
import dev.plumbline.sandbox.gateway.wire.PayloadReader;
import dev.plumbline.sandbox.gateway.wire.PayloadWriter;
import java.io.IOException;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The first messages of a client: TLS, then who it is, or whose query it wants cancelled. */
sealed interface Startup {
  int VERSION_3 = 3 << 16;
  int CANCEL = 80877102;
  int SSL = 80877103;
  int GSS = 80877104;

  /** A client that logs in. */
  record Login(Channel client, Map<String, String> parameters) implements Startup {
    String user() {
      return parameters.getOrDefault("user", "");
    }

    String database() {
      return parameters.getOrDefault("database", user());
    }
  }

  /** A request to cancel what the session with this key runs. */
  record Cancel(int pid, int secret) implements Startup {}

  static Startup read(Socket socket, SSLContext tls) throws IOException {
    Channel channel = new Channel(socket);
    while (true) {
      PayloadReader reader = channel.readUntyped().reader();
      int code = reader.int32();
      if (code == SSL) {
        channel.writeByte('S');
        channel.flush();
        channel = new Channel(encrypted(socket, tls));
      } else if (code == GSS) {
        channel.writeByte('N');
        channel.flush();
      } else if (code == CANCEL) {
        return new Cancel(reader.int32(), reader.int32());
      } else if (code == VERSION_3) {
        return new Login(channel, parameters(reader));
      } else {
        throw new IOException("Cannot serve protocol " + (code >> 16) + "." + (code & 0xffff));
      }
    }
  }

  private static Socket encrypted(Socket socket, SSLContext tls) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            tls.getSocketFactory()
                .createSocket(
                    socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private static Map<String, String> parameters(PayloadReader reader) {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (reader.remaining() > 1) {
      parameters.put(reader.string(), reader.string());
    }
    return parameters;
  }

  /** A cancel request as the server takes it. */
  static Message cancelMessage(Cancel cancel) {
    return new PayloadWriter()
        .int32(CANCEL)
        .int32(cancel.pid())
        .int32(cancel.secret())
        .message('\0');
  }
}
