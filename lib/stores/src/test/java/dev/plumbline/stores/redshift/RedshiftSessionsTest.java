package dev.plumbline.stores.redshift;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.stores.aws.Secrets;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RedshiftSessionsTest {

  @Test
  @Timeout(60)
  void aServerThatNeverAnswersTheSignInIsNotWaitedForForever() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      RedshiftSessions sessions =
          sessions("jdbc:redshift://127.0.0.1:" + silent.getLocalPort() + "/dev?loginTimeout=1");
      assertThatThrownBy(sessions::open)
          .isInstanceOf(PublishException.class)
          .hasMessageStartingWith("Cannot connect to Redshift endpoint 'warehouse' at ");
    }
  }

  private static RedshiftSessions sessions(String url) {
    Login login = new Login("plumbline", SecretRef.parse("env:PATH"));
    return RedshiftSessions.of(
        new Endpoint.Redshift(
            "warehouse", new JdbcAccess(url, login, Map.of()), "default", Optional.empty()),
        new Secrets("", "us-east-1"),
        Duration.ZERO);
  }
}
