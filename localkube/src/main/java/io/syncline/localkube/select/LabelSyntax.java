package io.syncline.localkube.select;

import java.util.Optional;
import java.util.regex.Pattern;

/** The grammar of the names and values of labels, with the words of its refusals. */
public final class LabelSyntax {
  /** What the name of a label must be like. */
  public static final String NAME =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
          + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
          + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

  /** What the value of a label must be like. */
  public static final String VALUE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is"
          + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

  private static final int LONGEST = 63;
  private static final Pattern PLAIN = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

  private LabelSyntax() {}

  /** What is wrong with the name of a label. */
  static Optional<String> wrongName(String key) {
    return problem(key.substring(key.indexOf('/') + 1), "name part ", NAME);
  }

  /** What is wrong with the value of a label. */
  static Optional<String> wrongValue(String value) {
    return value.isEmpty() ? Optional.empty() : problem(value, "", VALUE);
  }

  private static Optional<String> problem(String text, String what, String grammar) {
    if (text.length() > LONGEST) {
      return Optional.of(what + "must be no more than " + LONGEST + " characters");
    }
    return PLAIN.matcher(text).matches() ? Optional.empty() : Optional.of(grammar);
  }
}
