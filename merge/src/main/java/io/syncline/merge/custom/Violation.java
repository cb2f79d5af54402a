package io.syncline.merge.custom;

/**
 * One thing a schema does not permit.
 *
 * @param path where, such as {@code spec.ports[0].port}
 * @param reason why, for machines
 * @param message why, for people, without the path
 */
public record Violation(String path, Reason reason, String message) {
  /** Reasons as the causes of a {@code Status} name them. */
  public enum Reason {
    /** A value must be there. */
    REQUIRED("FieldValueRequired"),
    /** A value breaks a rule. */
    INVALID("FieldValueInvalid"),
    /** A value is of another type. */
    TYPE_INVALID("FieldValueTypeInvalid"),
    /** A value is none of the permitted ones. */
    NOT_SUPPORTED("FieldValueNotSupported"),
    /** A list item stands twice. */
    DUPLICATE("FieldValueDuplicate"),
    /** A text is too long. */
    TOO_LONG("FieldValueTooLong"),
    /** A value may not be there. */
    FORBIDDEN("FieldValueForbidden"),
    /** There are too many items. */
    TOO_MANY("FieldValueTooMany");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** The word in a cause. */
    public String text() {
      return text;
    }
  }

  /** {@code spec.replicas: Invalid value: …}. */
  @Override
  public String toString() {
    return path + ": " + message;
  }
}
