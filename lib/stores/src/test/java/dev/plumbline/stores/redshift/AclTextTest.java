package dev.plumbline.stores.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.stores.redshift.Grant.Kind;
import org.junit.jupiter.api.Test;

class AclTextTest {
  @Test
  void usersGroupsAndPublicAreToldApart() {
    assertThat(AclText.parse("{etl=r*w/etl,\"group readers=r/etl\",=rx/etl}"))
        .containsExactly(
            new Grant("SELECT", "", Kind.USER, "etl", true),
            new Grant("UPDATE", "", Kind.USER, "etl", false),
            new Grant("SELECT", "", Kind.GROUP, "readers", false),
            new Grant("SELECT", "", Kind.PUBLIC, "", false),
            new Grant("REFERENCES", "", Kind.PUBLIC, "", false));
  }

  @Test
  void namesWithAnythingInThemAreReadWhole() {
    assertThat(AclText.parse("{\"\\\"IAM:a=b,c/d\\\"=r/etl\",\"\\\"o\\\"\\\"x\\\"=d/etl\"}"))
        .containsExactly(
            new Grant("SELECT", "", Kind.USER, "IAM:a=b,c/d", false),
            new Grant("DELETE", "", Kind.USER, "o\"x", false));
  }

  @Test
  void lettersWithoutAWordAreSkipped() {
    assertThat(AclText.parse("{intern=Rtm*r/etl}"))
        .containsExactly(new Grant("SELECT", "", Kind.USER, "intern", false));
  }

  @Test
  void anEmptyListHoldsNothing() {
    assertThat(AclText.parse("{}")).isEmpty();
  }

  @Test
  void whatIsNoListIsRefused() {
    assertThatThrownBy(() -> AclText.parse("{nobody}"))
        .hasMessage("'nobody' is no item of an access control list");
  }
}
