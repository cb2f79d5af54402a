package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads expressions by precedence. */
final class ExpressionParser {
  /** How strongly an operator binds what is left and right of it. */
  private record Power(int left, int right) {}

  private static final Map<String, Power> BINARY =
      Map.ofEntries(
          Map.entry("or", new Power(1, 1)),
          Map.entry("and", new Power(2, 2)),
          Map.entry("<", new Power(3, 3)),
          Map.entry(">", new Power(3, 3)),
          Map.entry("<=", new Power(3, 3)),
          Map.entry(">=", new Power(3, 3)),
          Map.entry("~=", new Power(3, 3)),
          Map.entry("==", new Power(3, 3)),
          Map.entry("..", new Power(5, 4)),
          Map.entry("+", new Power(6, 6)),
          Map.entry("-", new Power(6, 6)),
          Map.entry("*", new Power(7, 7)),
          Map.entry("/", new Power(7, 7)),
          Map.entry("%", new Power(7, 7)),
          Map.entry("^", new Power(10, 9)));
  private static final int UNARY = 8;

  private final Words words;
  private final Parser parser;

  ExpressionParser(Words words, Parser parser) {
    this.words = words;
    this.parser = parser;
  }

  List<Node.Expression> list() {
    var all = new ArrayList<Node.Expression>();
    do {
      all.add(expression());
    } while (words.accept(","));
    return all;
  }

  Node.Expression expression() {
    return expression(0);
  }

  private Node.Expression expression(int least) {
    words.deeper();
    var left = operand();
    while (words.here().kind() == Token.Kind.WORD) {
      var operator = words.here();
      var power = BINARY.get(operator.text());
      if (power == null || power.left() <= least) {
        break;
      }
      words.next();
      var right = expression(power.right());
      left = new Node.Binary(operator.text(), left, right, operator.line());
    }
    words.shallower();
    return left;
  }

  private Node.Expression operand() {
    var token = words.here();
    if (token.is("not") || token.is("-") || token.is("#")) {
      words.next();
      return new Node.Unary(token.text(), expression(UNARY), token.line());
    }
    return simple();
  }

  private Node.Expression simple() {
    var token = words.here();
    switch (token.kind()) {
      case NUMBER -> {
        words.next();
        return new Node.Constant(token.number());
      }
      case STRING -> {
        words.next();
        return new Node.Constant(token.text());
      }
      case NAME, END -> {
        return suffixed();
      }
      case WORD -> {}
    }
    return switch (token.text()) {
      case "nil" -> constant(Nil.NIL);
      case "true" -> constant(true);
      case "false" -> constant(false);
      case "..." -> {
        words.next();
        if (!parser.scope().varargs()) {
          throw words.problem("cannot use '...' outside a vararg function near '...'", token);
        }
        yield new Node.Varargs();
      }
      case "{" -> table();
      case "function" -> {
        words.next();
        yield new Node.Function(parser.function("anonymous", false, token.line()));
      }
      default -> suffixed();
    };
  }

  private Node.Expression constant(Object value) {
    words.next();
    return new Node.Constant(value);
  }

  /** A name or something in parentheses, with all that is looked up in it or called on it. */
  Node.Expression suffixed() {
    var expression = primary();
    while (true) {
      var token = words.here();
      if (token.kind() == Token.Kind.STRING || token.is("(") || token.is("{")) {
        expression = new Node.Call(expression, arguments(), token.line());
        continue;
      }
      if (words.accept(".")) {
        expression = new Node.Index(expression, new Node.Constant(words.name()), token.line());
      } else if (words.accept("[")) {
        var key = expression();
        words.expect("]");
        expression = new Node.Index(expression, key, token.line());
      } else if (words.accept(":")) {
        var name = words.name();
        expression = new Node.MethodCall(expression, name, arguments(), token.line());
      } else {
        return expression;
      }
    }
  }

  private Node.Expression primary() {
    var token = words.here();
    if (token.kind() == Token.Kind.NAME) {
      words.next();
      return parser.scope().resolve(token.text(), token.line());
    }
    if (words.accept("(")) {
      var inner = expression();
      words.expect(")");
      return new Node.Single(inner);
    }
    throw words.unexpected();
  }

  private List<Node.Expression> arguments() {
    var token = words.here();
    if (token.kind() == Token.Kind.STRING) {
      words.next();
      return List.of(new Node.Constant(token.text()));
    }
    if (token.is("{")) {
      return List.of(table());
    }
    words.expect("(");
    if (words.accept(")")) {
      return List.of();
    }
    var list = list();
    words.expect(")");
    return list;
  }

  private Node.Expression table() {
    var line = words.here().line();
    words.expect("{");
    words.deeper();
    var items = new ArrayList<Node.Item>();
    while (!words.here().is("}")) {
      items.add(item());
      if (!words.accept(",") && !words.accept(";")) {
        break;
      }
    }
    words.expectClosing("}", "{", line);
    words.shallower();
    return new Node.TableConstructor(items, line);
  }

  private Node.Item item() {
    if (words.accept("[")) {
      var key = expression();
      words.expect("]");
      words.expect("=");
      return new Node.Item(Optional.of(key), expression());
    }
    if (words.here().kind() == Token.Kind.NAME && words.peek().is("=")) {
      var key = new Node.Constant(words.name());
      words.expect("=");
      return new Node.Item(Optional.of(key), expression());
    }
    return new Node.Item(Optional.empty(), expression());
  }
}
