package io.syncline.localkube.select;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A field selector: every term must hold. */
public final class FieldSelector implements Predicate<ObjectTree> {
  /** Selects everything. */
  public static final FieldSelector ALL = new FieldSelector(List.of());

  /** What follows the name of a field that no object has. */
  public static final String UNKNOWN =
      "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";

  private final List<Term> terms;

  private record Term(String field, boolean equal, String value) {}

  private FieldSelector(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * The selector in query form, such as {@code metadata.name=web,status.phase!=Running}.
   *
   * @param supported fields that may be named beside name and namespace
   * @throws SelectorException when it cannot be understood or names another field
   */
  public static FieldSelector parse(String text, List<String> supported) {
    if (text.isBlank()) {
      return ALL;
    }
    var terms = new ArrayList<Term>();
    for (var part : text.split("(?<!\\\\),")) {
      if (!part.isBlank()) {
        terms.add(term(part.strip(), supported));
      }
    }
    return new FieldSelector(terms);
  }

  private static Term term(String part, List<String> supported) {
    var equals = part.indexOf('=');
    if (equals < 1) {
      throw new SelectorException(
          "invalid selector: '" + part + "'; can't understand '" + part + "'");
    }
    var negative = part.charAt(equals - 1) == '!';
    var field = part.substring(0, negative ? equals - 1 : equals);
    var value = part.substring(part.startsWith("==", equals) ? equals + 2 : equals + 1);
    if (!field.equals("metadata.name")
        && !field.equals("metadata.namespace")
        && !supported.contains(field)) {
      throw new SelectorException(unknown(field, supported));
    }
    return new Term(field, !negative, value.replace("\\,", ",").replace("\\=", "="));
  }

  private static String unknown(String field, List<String> supported) {
    // Resources with fields of their own say it otherwise than those that know the two of all.
    return supported.isEmpty() ? "\"" + field + UNKNOWN : "field label not supported: " + field;
  }

  /** Whether the fields of {@code object} fit. */
  @Override
  public boolean test(ObjectTree object) {
    for (var term : terms) {
      if (value(object, term.field()).equals(term.value()) != term.equal()) {
        return false;
      }
    }
    return true;
  }

  /** Whether everything is selected. */
  public boolean all() {
    return terms.isEmpty();
  }

  private static String value(ObjectTree object, String field) {
    return switch (field) {
      case "source" -> {
        var component = Tree.text(object, "source", "component");
        yield component.isEmpty() ? Tree.text(object, "reportingComponent") : component;
      }
      case "status.podIPs" -> text(Tree.at(object, "status", "podIP"));
      case "spec.hostNetwork", "spec.unschedulable" ->
          Boolean.toString(Tree.flag(object, field.split("\\.")));
      case "status.successful" -> {
        var count = Tree.number(object, 0, "status", "succeeded");
        yield Long.toString(count);
      }
      default -> text(Tree.at(object, field.split("\\.")));
    };
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }
}
