package io.syncline.localkube.select;

import io.syncline.localkube.select.SelectorTokens.Kind;
import io.syncline.localkube.select.SelectorTokens.Token;
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
    private static final String END = "'end of string'";
    private final SelectorTokens tokens;

    Parser(String text) {
      this.tokens = new SelectorTokens(text);
    }

    List<Term> terms() {
      var terms = new ArrayList<Term>();
      while (tokens.peek().kind() != Kind.END) {
        var first = tokens.peek();
        if (!begins(first)) {
          throw found(first, "!, identifier, or " + END);
        }
        try {
          terms.add(term());
        } catch (SelectorException e) {
          throw new SelectorException("unable to parse requirement: " + e.getMessage());
        }
        var after = tokens.next();
        if (!after.ends()) {
          throw found(after, "',' or " + END);
        }
        if (after.kind() == Kind.COMMA && !begins(tokens.peek())) {
          throw found(tokens.peek(), "identifier after ','");
        }
      }
      return terms;
    }

    private static boolean begins(Token token) {
      return token.kind() == Kind.WORD || token.kind() == Kind.NOT;
    }

    private Term term() {
      var first = tokens.next();
      var absent = first.kind() == Kind.NOT;
      var key = absent ? tokens.next() : first;
      if (key.kind() != Kind.WORD) {
        throw found(key, "identifier");
      }
      LabelSyntax.wrongName(key.text())
          .ifPresent(
              why -> {
                throw invalid("<nil>", key.text(), why);
              });
      if (absent || tokens.peek().ends()) {
        return new Term(key.text(), absent ? Operator.ABSENT : Operator.EXISTS, List.of());
      }
      return compared(key.text());
    }

    private Term compared(String key) {
      var sign = tokens.next();
      var operator =
          switch (sign.kind()) {
            case EQUAL -> Operator.IN;
            case UNEQUAL -> Operator.NOT_IN;
            case GREATER -> Operator.GREATER;
            case LESS -> Operator.LESS;
            default ->
                switch (sign.text()) {
                  case "in" -> Operator.IN;
                  case "notin" -> Operator.NOT_IN;
                  default -> throw found(sign, "in, notin, =, ==, !=, gt, lt");
                };
          };
      var values = sign.kind() == Kind.WORD ? values() : List.of(value());
      var ordered = operator == Operator.GREATER || operator == Operator.LESS;
      for (var i = 0; i < values.size(); i++) {
        check(key, values.get(i), "values[" + i + "]", ordered);
      }
      return new Term(key, operator, values);
    }

    private static void check(String key, String value, String field, boolean ordered) {
      if (ordered && !value.matches("[-+]?[0-9]+")) {
        throw invalid(field, value, "for 'Gt', 'Lt' operators, the value must be an integer");
      }
      LabelSyntax.wrongValue(value)
          .ifPresent(
              why -> {
                throw invalid(field + "[" + key + "]", value, why);
              });
    }

    private String value() {
      if (tokens.peek().ends()) {
        return "";
      }
      var token = tokens.next();
      if (token.kind() != Kind.WORD) {
        throw found(token, "identifier");
      }
      return token.text();
    }

    private List<String> values() {
      var open = tokens.next();
      if (open.kind() != Kind.OPEN) {
        throw new SelectorException("found '" + open.text() + "' expected: '('");
      }
      var values = new ArrayList<String>();
      while (true) {
        var token = tokens.next();
        switch (token.kind()) {
          case WORD -> {
            values.add(token.text());
            var after = tokens.next();
            if (after.kind() == Kind.CLOSE) {
              return values;
            }
            if (after.kind() != Kind.COMMA) {
              throw found(after, "',' or ')'");
            }
            if (tokens.peek().kind() == Kind.CLOSE) {
              values.add("");
            }
          }
          case COMMA -> values.add("");
          case CLOSE -> {
            if (values.isEmpty()) {
              throw invalid("values", "", "for 'in', 'notin' operators, values set can't be empty");
            }
            return values;
          }
          default ->
              throw found(
                  token, values.isEmpty() ? "',', ')' or identifier" : "',', or identifier");
        }
      }
    }

    private static SelectorException found(Token token, String expected) {
      return new SelectorException("found '" + token.text() + "', expected: " + expected);
    }

    private static SelectorException invalid(String field, String value, String why) {
      return new SelectorException(field + ": Invalid value: \"" + value + "\": " + why);
    }
  }
}
