package io.syncline.lang.jsonnet;

import io.syncline.lang.jsonnet.Node.Argument;
import io.syncline.lang.jsonnet.Node.Bind;
import io.syncline.lang.jsonnet.Node.Operator;
import io.syncline.lang.jsonnet.Node.Parameter;
import io.syncline.lang.jsonnet.Node.Place;
import io.syncline.lang.jsonnet.Node.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From words to an expression. */
final class Parser {
  private static final int WEAKEST = 14;
  private static final int MAX_DEPTH = 600;
  private final String file;
  private final List<Token> tokens;
  private int at;
  private int depth;

  private Parser(String file, List<Token> tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  /** The expression {@code text} consists of. */
  static Node parse(String file, String text) {
    var parser = new Parser(file, Lexer.tokens(file, text));
    var node = parser.expression();
    if (parser.peek().kind() != Token.Kind.END) {
      throw parser.unexpected("the end of the program");
    }
    return node;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    var token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean accept(String word) {
    if (peek().is(word)) {
      next();
      return true;
    }
    return false;
  }

  Token expect(String word) {
    if (!peek().is(word)) {
      throw unexpected("\"" + word + "\"");
    }
    return next();
  }

  JsonnetException unexpected(String expected) {
    var token = peek();
    return new JsonnetException(
        "unexpected " + token.shown() + " (expected: " + expected + ")", file, token.line());
  }

  Place place() {
    return new Place(file, peek().line());
  }

  String name() {
    if (peek().kind() != Token.Kind.NAME) {
      throw unexpected("a name");
    }
    return next().text();
  }

  Node expression() {
    if (++depth > MAX_DEPTH) {
      throw place().problem("expressions nest deeper than " + MAX_DEPTH + " levels");
    }
    var node = binary(WEAKEST);
    depth--;
    return node;
  }

  private Node binary(int precedence) {
    if (precedence < Operator.TIMES.precedence) {
      return unary();
    }
    var left = unary();
    return climb(left, precedence);
  }

  /** Operators no weaker than {@code precedence} that follow {@code left}. */
  private Node climb(Node first, int precedence) {
    var left = first;
    while (true) {
      var operator = operator();
      if (operator.isEmpty() || operator.get().precedence > precedence) {
        return left;
      }
      var place = new Place(file, next().line());
      if (operator.get() == Operator.IN && peek().is("super") && !superIsTarget()) {
        next();
        left = new Node.Super(place, left, true);
      } else {
        left = new Node.Binary(place, operator.get(), left, binary(operator.get().precedence - 1));
      }
    }
  }

  private boolean superIsTarget() {
    var after = tokens.get(Math.min(at + 1, tokens.size() - 1));
    return after.is(".") || after.is("[");
  }

  private Optional<Operator> operator() {
    var token = peek();
    if (token.kind() != Token.Kind.OPERATOR && !token.is("in")) {
      return Optional.empty();
    }
    for (var operator : Operator.values()) {
      if (operator.sign.equals(token.text())) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  private Node unary() {
    var token = peek();
    if (token.kind() == Token.Kind.OPERATOR && "+-!~".contains(token.text())) {
      next();
      if (++depth > MAX_DEPTH) {
        throw place().problem("expressions nest deeper than " + MAX_DEPTH + " levels");
      }
      var operand = unary();
      depth--;
      return new Node.Unary(new Place(file, token.line()), token.text(), operand);
    }
    return postfix(primary());
  }

  private Node postfix(Node first) {
    var node = first;
    while (true) {
      var place = place();
      if (accept(".")) {
        node = new Node.Index(place, node, new Node.Literal(place, name()));
      } else if (accept("[")) {
        node = index(place, node);
      } else if (accept("(")) {
        var arguments = arguments();
        node = new Node.Call(place, node, arguments, accept("tailstrict"));
      } else if (peek().is("{")) {
        next();
        node = new Node.Binary(place, Operator.PLUS, node, new ObjectParser(this).object(place));
      } else {
        return node;
      }
    }
  }

  private Node index(Place place, Node target) {
    var parts = new @Nullable Node[3];
    var colons = 0;
    while (!peek().is("]")) {
      if (peek().is(":") || peek().is("::")) {
        colons += next().text().length();
        if (colons > 2) {
          throw place.problem("slice has too many parts (expected: [from:to:step])");
        }
      } else if (parts[colons] == null) {
        parts[colons] = expression();
      } else {
        throw unexpected("\"]\"");
      }
    }
    next();
    var index = parts[0];
    if (colons > 0) {
      return new Node.Slice(place, target, index, parts[1], parts[2]);
    }
    if (index == null) {
      throw place.problem("index is empty (expected: an expression in [])");
    }
    return new Node.Index(place, target, index);
  }

  private List<Argument> arguments() {
    var arguments = new ArrayList<Argument>();
    var named = false;
    while (!accept(")")) {
      if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
        named = true;
        var name = next().text();
        next();
        arguments.add(new Argument(name, expression()));
      } else if (named) {
        throw place().problem("positional argument after a named argument is not allowed");
      } else {
        arguments.add(new Argument("", expression()));
      }
      if (!peek().is(")")) {
        expect(",");
      }
    }
    return arguments;
  }

  /** Parameters up to the closing bracket; the opening one is behind. */
  List<Parameter> parameters() {
    var parameters = new ArrayList<Parameter>();
    var names = new HashSet<String>();
    while (!accept(")")) {
      var name = name();
      if (!names.add(name)) {
        throw place().problem("duplicate parameter: " + name);
      }
      parameters.add(new Parameter(name, accept("=") ? expression() : null));
      if (!peek().is(")")) {
        expect(",");
      }
    }
    return parameters;
  }

  private Node primary() {
    var token = next();
    var place = new Place(file, token.line());
    return switch (token.kind()) {
      case NAME -> new Node.Variable(place, token.text());
      case STRING -> new Node.Literal(place, token.text());
      case NUMBER -> number(place, token.text());
      case KEYWORD -> keyword(place, token);
      case SYMBOL -> bracket(place, token);
      case OPERATOR -> {
        if (!token.is("$")) {
          at--;
          throw unexpected("an expression");
        }
        yield new Node.Self(place, true);
      }
      case END -> throw place.problem("unexpected end of file (expected: an expression)");
    };
  }

  private static Node number(Place place, String digits) {
    var value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw place.problem("number " + digits + " overflows");
    }
    return new Node.Literal(place, value);
  }

  private Node bracket(Place place, Token token) {
    return switch (token.text()) {
      case "(" -> {
        var inner = expression();
        expect(")");
        yield inner;
      }
      case "[" -> array(place);
      case "{" -> new ObjectParser(this).object(place);
      default -> {
        at--;
        throw unexpected("an expression");
      }
    };
  }

  private Node array(Place place) {
    var items = new ArrayList<Node>();
    while (!accept("]")) {
      items.add(expression());
      if (peek().is("for") || items.size() == 1 && peek().is(",") && tokens.get(at + 1).is("for")) {
        accept(",");
        if (items.size() > 1) {
          throw unexpected("\"]\"");
        }
        var steps = steps("]");
        return new Node.ArrayComprehension(place, items.getFirst(), steps);
      }
      if (!peek().is("]")) {
        expect(",");
      }
    }
    return new Node.Array(place, items);
  }

  /** The steps of a comprehension up to {@code end}. */
  List<Step> steps(String end) {
    var steps = new ArrayList<Step>();
    while (!accept(end)) {
      if (accept("for")) {
        var name = name();
        expect("in");
        steps.add(new Step(name, expression()));
      } else if (accept("if")) {
        steps.add(new Step(null, expression()));
      } else {
        throw unexpected("for, if or \"" + end + "\"");
      }
    }
    return steps;
  }

  private Node keyword(Place place, Token token) {
    return switch (token.text()) {
      case "null" -> new Node.Literal(place, Values.NULL);
      case "true" -> new Node.Literal(place, true);
      case "false" -> new Node.Literal(place, false);
      case "self" -> new Node.Self(place, false);
      case "super" -> superField(place);
      case "local" -> local(place);
      case "if" -> condition(place);
      case "error" -> new Node.Raise(place, expression());
      case "assert" -> {
        var check = check(place);
        expect(";");
        yield new Node.Assert(place, check.condition(), check.message(), expression());
      }
      case "function" -> {
        expect("(");
        var parameters = parameters();
        yield new Node.Lambda(place, "anonymous", parameters, expression());
      }
      case "import" -> imported(place, Node.ImportKind.CODE);
      case "importstr" -> imported(place, Node.ImportKind.TEXT);
      case "importbin" -> imported(place, Node.ImportKind.BYTES);
      default -> {
        at--;
        throw unexpected("an expression");
      }
    };
  }

  private Node superField(Place place) {
    if (accept(".")) {
      return new Node.Super(place, new Node.Literal(place, name()), false);
    }
    expect("[");
    var field = expression();
    expect("]");
    return new Node.Super(place, field, false);
  }

  private Node imported(Place place, Node.ImportKind kind) {
    if (peek().kind() != Token.Kind.STRING) {
      throw place.problem("computed imports are not allowed (expected: a string literal)");
    }
    return new Node.Import(place, next().text(), kind);
  }

  private Node condition(Place place) {
    var condition = expression();
    expect("then");
    var then = expression();
    return new Node.If(place, condition, then, accept("else") ? expression() : null);
  }

  /** A condition with an optional message; the word {@code assert} is behind. */
  Node.Check check(Place place) {
    var condition = expression();
    return new Node.Check(place, condition, accept(":") ? expression() : null);
  }

  private Node local(Place place) {
    var binds = new ArrayList<Bind>();
    do {
      binds.add(bind());
    } while (accept(","));
    requireDistinct(place, binds);
    expect(";");
    return new Node.Local(place, binds, expression());
  }

  static void requireDistinct(Place place, List<Bind> binds) {
    var names = new HashSet<String>();
    for (var bind : binds) {
      if (!names.add(bind.name())) {
        throw place.problem("duplicate local var: " + bind.name());
      }
    }
  }

  /** {@code name = body} or {@code name(parameters) = body}. */
  Bind bind() {
    var place = place();
    var name = name();
    if (accept("(")) {
      var parameters = parameters();
      expect("=");
      return new Bind(name, new Node.Lambda(place, name, parameters, expression()));
    }
    expect("=");
    return new Bind(name, expression());
  }
}
