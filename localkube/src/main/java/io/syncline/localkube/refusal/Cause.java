package io.syncline.localkube.refusal;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One reason why an object is invalid.
 *
 * @param reason machine word such as {@code FieldValueRequired}
 * @param message text without the field
 * @param field path of the field
 */
public record Cause(String reason, String message, String field) {
  /** The field must have a value. */
  public static Cause required(String field, String detail) {
    return new Cause("FieldValueRequired", with("Required value", detail), field);
  }

  /** The field has a value that cannot be. */
  public static Cause invalid(String field, @Nullable Object value, String detail) {
    return new Cause(
        "FieldValueInvalid", with("Invalid value: " + Json.write(value), detail), field);
  }

  /** The field has a value that cannot be and that is shown in words of its own. */
  public static Cause shown(String field, String value, String detail) {
    return new Cause("FieldValueInvalid", with("Invalid value: " + value, detail), field);
  }

  /** The field has a value of the wrong type. */
  public static Cause type(String field, @Nullable Object value, String detail) {
    return new Cause(
        "FieldValueTypeInvalid", with("Invalid value: " + Json.write(value), detail), field);
  }

  /** The field may not be set, or not be changed that way. */
  public static Cause forbidden(String field, String detail) {
    return new Cause("FieldValueForbidden", with("Forbidden", detail), field);
  }

  /** The field has a value that was given before. */
  public static Cause duplicate(String field, @Nullable Object value) {
    return new Cause("FieldValueDuplicate", "Duplicate value: " + Json.write(value), field);
  }

  /** The field has a value outside of its list. */
  public static Cause unsupported(String field, @Nullable Object value, List<String> supported) {
    var list = supported.stream().map(s -> "\"" + s + "\"").collect(Collectors.joining(", "));
    return new Cause(
        "FieldValueNotSupported",
        "Unsupported value: " + Json.write(value) + ": supported values: " + list,
        field);
  }

  /** {@code text} in quotes as causes show it. */
  public static String quoted(String text) {
    return Json.write(text);
  }

  private static String with(String head, String detail) {
    return detail.isEmpty() ? head : head + ": " + detail;
  }

  /** Field and message as one text. */
  public String text() {
    return field.isEmpty() ? message : field + ": " + message;
  }

  ObjectTree tree() {
    return ObjectTree.of("reason", reason, "message", message, "field", field);
  }
}
