package dev.plumbline.core.init;

import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.table.ColumnType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which columns look like data about a person, by their names and types. A proposal: it may miss
 * some and may see some that are none, which is why the files say so.
 */
final class Personal {
  /** A mask and why it was proposed. */
  record Proposal(Mask mask, String reason) {}

  private enum Kind {
    TEXT,
    NUMBER,
    DATE,
    OTHER
  }

  private record Rule(Pattern name, Set<Kind> kinds, Mask mask, String reason) {
    static Rule of(String words, Set<Kind> kinds, Mask mask, String reason) {
      return new Rule(
          Pattern.compile("(?:.*_)?(?:" + words + ")(?:_.*|\\d*)"), kinds, mask, reason);
    }
  }

  private static final Set<Kind> TEXT = Set.of(Kind.TEXT);
  private static final Set<Kind> TEXT_OR_NUMBER = Set.of(Kind.TEXT, Kind.NUMBER);

  private static final Set<String> PERSONS =
      Set.of(
          "user",
          "customer",
          "person",
          "people",
          "contact",
          "employee",
          "member",
          "account",
          "patient",
          "client",
          "subscriber",
          "guest",
          "author",
          "profile");

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "password|passwd|pwd|passphrase|secret|api_?key|access_?key|private_?key|token|otp"
                  + "|pin|salt|cvv|cvc|security_code|security_answer|totp",
              TEXT_OR_NUMBER,
              Mask.NULL,
              "a credential, which no reader needs"),
          Rule.of(
              "ssn|social_security|national_id|passport|tax_id|vat_id|drivers?_licen[cs]e|iban|bic"
                  + "|account_(?:number|no)|card_(?:number|no)|pan|credit_card|bank_account",
              TEXT_OR_NUMBER,
              Mask.SHA256,
              "an official or bank number; its hash still joins"),
          Rule.of(
              "e?_?mail|e_?mail_address",
              TEXT,
              Mask.SHA256,
              "an e-mail address; its hash still joins and counts"),
          Rule.of(
              "phone|telephone|tel|mobile|cell|fax|msisdn",
              TEXT_OR_NUMBER,
              Mask.SHA256,
              "a telephone number; its hash still joins and counts"),
          Rule.of(
              "(?:first|last|middle|full|sur|family|given|maiden|nick|display|user)_?name|login",
              TEXT,
              Mask.SHA256,
              "a person's name; its hash still counts"),
          Rule.of(
              "birth_?date|date_of_birth|birth_?day|dob|birth|gender|religion|ethnicity"
                  + "|nationality|marital_status|disability|diagnosis",
              Set.of(Kind.TEXT, Kind.DATE),
              Mask.NULL,
              "a trait of a person"),
          Rule.of(
              "street|street_?address|address|address_?line|addr|house_?number|post_?code"
                  + "|postal_?code|zip|zip_?code",
              TEXT_OR_NUMBER,
              Mask.SHA256,
              "where somebody lives"),
          Rule.of(
              "ip|ip_?addr|ip_?address|remote_?addr|user_?agent|device_?id|mac_?address",
              TEXT,
              Mask.SHA256,
              "what tells somebody's device"));

  private Personal() {}

  /**
   * @param tableId the table's id
   * @param columnId the column's name as an id
   */
  static Optional<Proposal> of(
      SourceTable table, String tableId, String columnId, ColumnType type) {
    Kind kind = kind(type);
    if (kind == Kind.OTHER || type.sql().startsWith("tinyint")) {
      return Optional.empty();
    }
    for (Rule rule : RULES) {
      if (rule.kinds().contains(kind) && rule.name().matcher(columnId).matches()) {
        return isReference(table, columnId, kind)
            ? Optional.empty()
            : Optional.of(new Proposal(rule.mask(), rule.reason()));
      }
    }
    return columnId.equals("name") && kind == Kind.TEXT && isOfPersons(tableId)
        ? Optional.of(new Proposal(Mask.SHA256, "the name of a person, by the table's name"))
        : Optional.empty();
  }

  /** {@code address_id} is where a row points to, not an address. */
  private static boolean isReference(SourceTable table, String columnId, Kind kind) {
    return kind == Kind.NUMBER
        && ((columnId.endsWith("_id") && !columnId.matches(".*(national|tax|vat|device)_id"))
            || table.identity().stream().anyMatch(key -> Names.id(key, "c_").equals(columnId)));
  }

  private static boolean isOfPersons(String tableId) {
    for (String word : tableId.split("_", -1)) {
      if (PERSONS.contains(word) || PERSONS.contains(word.replaceAll("s$", ""))) {
        return true;
      }
    }
    return false;
  }

  private static Kind kind(ColumnType type) {
    return switch (type.type()) {
      case CHAR, VARCHAR, TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT, ENUM, JSON -> Kind.TEXT;
      case SMALLINT,
          SMALLINT_UNSIGNED,
          MEDIUMINT,
          MEDIUMINT_UNSIGNED,
          INT,
          INT_UNSIGNED,
          BIGINT,
          BIGINT_UNSIGNED,
          DECIMAL ->
          Kind.NUMBER;
      case DATE, DATETIME, TIMESTAMP -> Kind.DATE;
      default -> Kind.OTHER;
    };
  }
}
