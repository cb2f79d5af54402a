package io.syncline.localkube.select;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A label selector: every term must hold. */
public final class LabelSelector implements Predicate<ObjectTree> {
  /** Selects everything. */
  public static final LabelSelector ALL = new LabelSelector(List.of());

  private final List<Term> terms;

  private enum Operator {
    EXISTS,
    ABSENT,
    IN,
    NOT_IN,
    GREATER,
    LESS
  }

  private record Term(String key, Operator operator, List<String> values) {
    boolean holds(@Nullable Object label) {
      var value = label instanceof String s ? s : null;
      return switch (operator) {
        case EXISTS -> value != null;
        case ABSENT -> value == null;
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case GREATER -> value != null && number(value) > number(values.getFirst());
        case LESS -> value != null && number(value) < number(values.getFirst());
      };
    }

    private static double number(String text) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        // Not a number: no comparison with it holds.
        return Double.NaN;
      }
    }
  }

  private LabelSelector(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * The selector in query form, such as {@code app=web,tier in (a, b),!old}.
   *
   * @throws SelectorException when it cannot be understood
   */
  public static LabelSelector parse(String text) {
    return text.isBlank() ? ALL : new LabelSelector(new Parser(text).terms());
  }

  /** The selector in object form: {@code matchLabels} and {@code matchExpressions}. */
  public static LabelSelector of(ObjectTree selector) {
    var terms = new ArrayList<Term>();
    var labels = Tree.object(selector.get("matchLabels"));
    for (var key : labels.keySet()) {
      terms.add(new Term(key, Operator.IN, List.of(String.valueOf(labels.get(key)))));
    }
    for (var expression : Tree.items(selector.get("matchExpressions"))) {
      var operator =
          switch (Tree.text(expression, "operator")) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.ABSENT;
            default ->
                throw new SelectorException(
                    "\""
                        + Tree.text(expression, "operator")
                        + "\" is not a valid label selector"
                        + " operator");
          };
      terms.add(
          new Term(
              Tree.text(expression, "key"),
              operator,
              Tree.items(Tree.at(expression, "values")).stream().map(String::valueOf).toList()));
    }
    return new LabelSelector(terms);
  }

  /** Whether the labels of {@code object} fit. */
  @Override
  public boolean test(ObjectTree object) {
    return terms.isEmpty() || fits(Tree.object(Tree.at(object, "metadata", "labels")));
  }

  /** Whether {@code labels} fit. */
  public boolean fits(ObjectTree labels) {
    for (var term : terms) {
      if (!term.holds(labels.get(term.key()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether everything is selected. */
  public boolean all() {
    return terms.isEmpty();
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Term> terms() {
      var terms = new ArrayList<Term>();
      do {
        terms.add(term());
      } while (taken(","));
      if (!word().isEmpty() || at < text.length()) {
        throw problem("expected: ',' or end");
      }
      return terms;
    }

    private Term term() {
      if (taken("!")) {
        return new Term(key(), Operator.ABSENT, List.of());
      }
      var key = key();
      if (taken("!=")) {
        return new Term(key, Operator.NOT_IN, List.of(word()));
      }
      if (taken("==") || taken("=")) {
        return new Term(key, Operator.IN, List.of(word()));
      }
      if (taken(">")) {
        return new Term(key, Operator.GREATER, List.of(word()));
      }
      if (taken("<")) {
        return new Term(key, Operator.LESS, List.of(word()));
      }
      var before = at;
      return switch (word()) {
        case "in" -> new Term(key, Operator.IN, values());
        case "notin" -> new Term(key, Operator.NOT_IN, values());
        case "" -> new Term(key, Operator.EXISTS, List.of());
        default -> {
          at = before;
          throw problem("expected: '=', '==', '!=', 'in', 'notin', '>' or '<'");
        }
      };
    }

    private String key() {
      var key = word();
      if (key.isEmpty()) {
        throw problem("expected: a label key");
      }
      return key;
    }

    private List<String> values() {
      if (!taken("(")) {
        throw problem("expected: '('");
      }
      var values = new ArrayList<String>();
      do {
        values.add(word());
      } while (taken(","));
      if (!taken(")")) {
        throw problem("expected: ',' or ')'");
      }
      return values;
    }

    private void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private boolean taken(String symbol) {
      skipBlanks();
      if (!text.startsWith(symbol, at)) {
        return false;
      }
      at += symbol.length();
      return true;
    }

    private String word() {
      skipBlanks();
      var start = at;
      while (at < text.length() && (isWordPart(text.charAt(at)))) {
        at++;
      }
      return text.substring(start, at);
    }

    private static boolean isWordPart(char c) {
      return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '/';
    }

    private SelectorException problem(String expected) {
      return new SelectorException(
          "unable to parse requirement: selector \""
              + text
              + "\" at character "
              + (at + 1)
              + " ("
              + expected
              + ")");
    }
  }
}
