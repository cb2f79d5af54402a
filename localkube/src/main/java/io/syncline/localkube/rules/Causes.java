package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the rules an object breaks, in the order in which they are looked at. */
final class Causes {
  private static final long LAST_PORT = 65_535;
  private static final int LONGEST_PORT_NAME = 15;
  private static final Pattern PERCENT = Pattern.compile("[0-9]+%");
  private static final Pattern PORT_NAME = Pattern.compile("[-a-z0-9]+");
  private static final String PERCENT_TEXT =
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or"
          + " '93%', regex used for validation is '[0-9]+%')";

  private final ArrayList<Cause> found = new ArrayList<>();

  List<Cause> list() {
    return List.copyOf(found);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void add(Cause cause) {
    found.add(cause);
  }

  void addAll(Collection<Cause> causes) {
    found.addAll(causes);
  }

  void required(String field, String detail) {
    add(Cause.required(field, detail));
  }

  void invalid(String field, @Nullable Object value, String detail) {
    add(Cause.invalid(field, value, detail));
  }

  void forbidden(String field, String detail) {
    add(Cause.forbidden(field, detail));
  }

  /** Where {@code field} of {@code object} is there, it is no empty text. */
  void needs(@Nullable Object object, String path, String field) {
    if (Tree.text(object, field).isEmpty()) {
      required(path + "." + field, "");
    }
  }

  void supported(String field, String value, List<String> supported) {
    if (!supported.contains(value)) {
      add(Cause.unsupported(field, value, supported));
    }
  }

  /** As {@link #supported}, where an absent value is fine. */
  void supportedIfGiven(String field, String value, List<String> supported) {
    if (!value.isEmpty()) {
      supported(field, value, supported);
    }
  }

  /** The numbers of {@code object} that are there must be 0 or more. */
  void notNegative(ObjectTree object, String path, String... fields) {
    for (var field : fields) {
      var value = Tree.number(object, 0, field);
      if (value < 0) {
        invalid(path + "." + field, value, "must be greater than or equal to 0");
      }
    }
  }

  void port(String field, long port) {
    if (port < 1 || port > LAST_PORT) {
      invalid(field, port, "must be between 1 and 65535, inclusive");
    }
  }

  void portName(String field, String name) {
    if (name.length() > LONGEST_PORT_NAME) {
      invalid(field, name, "must be no more than 15 characters");
    }
    if (!PORT_NAME.matcher(name).matches()) {
      invalid(
          field, name, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      invalid(field, name, "must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      invalid(field, name, "must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      invalid(field, name, "must not begin or end with a hyphen");
    }
  }

  /** A port by number or by name. */
  void portOrName(String field, @Nullable Object port) {
    if (port instanceof String name) {
      portName(field, name);
    } else {
      port(field, port instanceof Number number ? number.longValue() : 0);
    }
  }

  /** A number of 0 or more, or a share such as {@code 25%}. */
  void amountOrPercent(String field, @Nullable Object value) {
    if (value instanceof String text) {
      if (!PERCENT.matcher(text).matches()) {
        add(Cause.shown(field, GoText.amountOrPercent(value), PERCENT_TEXT));
      }
    } else if (value instanceof Number number && number.longValue() < 0) {
      invalid(field, number.longValue(), "must be greater than or equal to 0");
    }
  }

  /** No more than {@code 100%}. */
  void atMostAll(String field, @Nullable Object value) {
    if (value instanceof String text
        && PERCENT.matcher(text).matches()
        && (text.length() > 4 || Integer.parseInt(text.substring(0, text.length() - 1)) > 100)) {
      add(Cause.shown(field, GoText.amountOrPercent(value), "must not be greater than 100%"));
    }
  }
}
