package dev.plumbline.sandbox.gateway.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.wire.Backend;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The rows of CSV files, checked one by one so that MAXERROR can leave some out. */
final class CsvSource implements Loader.RowSource {
  private static final int CHUNK = 1 << 16;

  private final CopyCommand command;
  private final List<ObjectStore.Listed> files;
  private final List<TargetColumn> columns;
  private final ObjectStore store;
  private final Environment environment;
  private final LoadJournal.Load load;
  private final CsvValue values;
  private final int maxErrors;
  private final List<LoadError> errors = new ArrayList<>();
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK + 4096);

  CsvSource(
      CopyCommand command,
      List<ObjectStore.Listed> files,
      List<TargetColumn> columns,
      ObjectStore store,
      Environment environment,
      LoadJournal.Load load) {
    this.command = command;
    this.files = files;
    this.columns = columns;
    this.store = store;
    this.environment = environment;
    this.load = load;
    this.values = new CsvValue(command);
    this.maxErrors = number("MAXERROR");
  }

  @Override
  public void send(Backend.CopyInput input) throws IOException {
    for (ObjectStore.Listed file : files) {
      try (Reader reader = open(file.url())) {
        send(file.url(), new CsvReader(reader, one("DELIMITER", ','), one("QUOTE", '"')), input);
      } catch (CharacterCodingException e) {
        refuse(
            new LoadError(
                file.url().toString(),
                0,
                "",
                "",
                -1,
                0,
                1220,
                "String contains invalid or unsupported UTF8 codepoints"));
      }
    }
    flush(input);
    if (!errors.isEmpty()) {
      load.tolerated(errors);
    }
  }

  private Reader open(S3Url url) throws IOException {
    InputStream in = store.open(url);
    CodingErrorAction action =
        command.has("ACCEPTINVCHARS") ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
    CharsetDecoder decoder =
        UTF_8.newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
    if (command.has("ACCEPTINVCHARS")) {
      decoder.replaceWith(command.options().get("ACCEPTINVCHARS"));
    }
    return new BufferedReader(
        new InputStreamReader(command.has("GZIP") ? new GZIPInputStream(in, CHUNK) : in, decoder),
        CHUNK);
  }

  private void send(S3Url url, CsvReader reader, Backend.CopyInput input) throws IOException {
    int headers = number("IGNOREHEADER");
    for (Optional<CsvReader.Row> row = reader.next(); row.isPresent(); row = reader.next()) {
      if (headers > 0) {
        headers--;
      } else if (!isBlank(row.get())) {
        send(url, row.get());
        if (chunk.size() > CHUNK) {
          flush(input);
        }
      }
    }
  }

  private boolean isBlank(CsvReader.Row row) {
    return row.fields().size() == 1
        && row.fields().get(0).text().isEmpty()
        && !row.fields().get(0).quoted()
        && (columns.size() > 1 || command.has("IGNOREBLANKLINES"));
  }

  private void send(S3Url url, CsvReader.Row row) {
    List<CsvReader.Field> fields = row.fields();
    if (row.unterminated()) {
      refuse(error(url, row, 0, 1203, "Delimited value missing end quote"));
    } else if (fields.size() > columns.size()) {
      refuse(error(url, row, columns.size() - 1, 1202, "Extra column(s) found"));
    } else if (fields.size() < columns.size() && !command.has("FILLRECORD")) {
      refuse(error(url, row, fields.size() - 1, 1213, "Delimiter not found"));
    } else {
      convert(url, row);
    }
  }

  private void convert(S3Url url, CsvReader.Row row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        line.append(',');
      }
      if (i >= row.fields().size()) {
        continue;
      }
      try {
        values
            .convert(row.fields().get(i), columns.get(i))
            .ifPresent(value -> line.append('"').append(value.replace("\"", "\"\"")).append('"'));
      } catch (CsvValue.Refused e) {
        refuse(error(url, row, i, e.code(), e.getMessage()));
        return;
      }
    }
    chunk.writeBytes(line.append('\n').toString().getBytes(UTF_8));
  }

  private LoadError error(S3Url url, CsvReader.Row row, int column, int code, String message) {
    TargetColumn target = columns.get(column);
    return new LoadError(
        url.toString(),
        row.line(),
        target.name(),
        target.type(),
        target.length(),
        0,
        code,
        message);
  }

  private void refuse(LoadError error) {
    errors.add(error);
    if (errors.size() > maxErrors) {
      throw new LoadFailure(
          new SqlError(
              SqlError.INTERNAL,
              "Load into table '"
                  + command.table().last()
                  + "' failed.  Check 'sys_load_error_detail' system table for details."),
          errors);
    }
  }

  private void flush(Backend.CopyInput input) throws IOException {
    environment.checkCancelled();
    byte[] bytes = chunk.toByteArray();
    input.write(bytes, bytes.length);
    chunk.reset();
  }

  private int number(String option) {
    return Integer.parseInt(command.options().getOrDefault(option, "0"));
  }

  private char one(String option, char fallback) {
    String value = command.options().getOrDefault(option, String.valueOf(fallback));
    if (value.length() != 1) {
      throw new SqlError(
          SqlError.SYNTAX,
          "COPY " + option.toLowerCase(Locale.ROOT) + " must be a single character");
    }
    return value.charAt(0);
  }
}
