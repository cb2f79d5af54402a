package io.syncline.lang.cel;

import io.syncline.lang.cel.CelException.Fault;
import io.syncline.lang.cel.Node.Access;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an expression. */
final class Parser {
  private static final int DEEPEST = 120;
  private static final Set<String> LOOPS =
      Set.of(
          "all",
          "exists",
          "exists_one",
          "existsOne",
          "map",
          "filter",
          "transformList",
          "transformMap",
          "optMap",
          "optFlatMap");
  private static final List<String> RELATIONS = List.of("==", "!=", "<=", ">=", "<", ">");

  private final Lexer lexer;
  private int depth;

  private Parser(String source) {
    lexer = new Lexer(source);
  }

  static Node parse(String source) {
    var parser = new Parser(source);
    var node = parser.expression();
    if (parser.lexer.kind() != Lexer.Kind.END) {
      throw parser.unexpected();
    }
    return node;
  }

  private CelException unexpected() {
    var text = lexer.kind() == Lexer.Kind.END ? "<EOF>" : lexer.text();
    return new CelException(
        Fault.SYNTAX, "Syntax error: mismatched input '" + text + "' at column " + lexer.column());
  }

  private void expect(String symbol) {
    if (!lexer.taken(symbol)) {
      throw unexpected();
    }
  }

  private Node expression() {
    if (++depth > DEEPEST) {
      throw new CelException(Fault.SYNTAX, "expression recursion limit exceeded: " + DEEPEST);
    }
    var test = either();
    if (lexer.taken("?")) {
      var yes = either();
      expect(":");
      test = new Node.Choice(test, yes, expression());
    }
    depth--;
    return test;
  }

  private Node either() {
    var left = both();
    while (lexer.taken("||")) {
      left = new Node.Both(false, left, both());
    }
    return left;
  }

  private Node both() {
    var left = relation();
    while (lexer.taken("&&")) {
      left = new Node.Both(true, left, relation());
    }
    return left;
  }

  private Node relation() {
    var left = sum();
    while (true) {
      var operator = relationHere();
      if (operator.isEmpty()) {
        return left;
      }
      left = new Node.Call(operator.get(), List.of(left, sum()));
    }
  }

  private Optional<String> relationHere() {
    for (var operator : RELATIONS) {
      if (lexer.taken(operator)) {
        return Optional.of(operator);
      }
    }
    return lexer.takenWord("in") ? Optional.of("in") : Optional.empty();
  }

  private Node sum() {
    var left = product();
    while (true) {
      if (lexer.taken("+")) {
        left = new Node.Call("+", List.of(left, product()));
      } else if (lexer.taken("-")) {
        left = new Node.Call("-", List.of(left, product()));
      } else {
        return left;
      }
    }
  }

  private Node product() {
    var left = unary();
    while (true) {
      if (lexer.taken("*")) {
        left = new Node.Call("*", List.of(left, unary()));
      } else if (lexer.taken("/")) {
        left = new Node.Call("/", List.of(left, unary()));
      } else if (lexer.taken("%")) {
        left = new Node.Call("%", List.of(left, unary()));
      } else {
        return left;
      }
    }
  }

  private Node unary() {
    if (++depth > DEEPEST) {
      throw new CelException(Fault.SYNTAX, "expression recursion limit exceeded: " + DEEPEST);
    }
    try {
      if (lexer.taken("!")) {
        return new Node.Call("!", List.of(unary()));
      }
      if (lexer.taken("-")) {
        if (lexer.kind() == Lexer.Kind.INT) {
          return member(new Node.Constant(whole("-" + lexer.take())));
        }
        return new Node.Call("neg", List.of(unary()));
      }
      return member(primary());
    } finally {
      depth--;
    }
  }

  private Node member(Node start) {
    var node = start;
    while (true) {
      if (lexer.taken(".")) {
        node = dotted(node);
      } else if (lexer.taken("[")) {
        var optional = lexer.taken("?");
        var place = expression();
        expect("]");
        node = new Node.Index(node, place, optional);
      } else {
        return node;
      }
    }
  }

  private Node dotted(Node target) {
    if (lexer.taken("?")) {
      return new Node.Field(target, word(), Access.OPTIONAL);
    }
    var name = word();
    if (!lexer.taken("(")) {
      return new Node.Field(target, name, Access.VALUE);
    }
    var arguments = arguments();
    if (LOOPS.contains(name) && arguments.size() >= 2 && arguments.get(0) instanceof Node.Name) {
      return loop(name, target, arguments);
    }
    if (target instanceof Node.Name module
        && Set.of("sets", "math", "optional", "cel", "strings", "base64", "lists")
            .contains(module.name())) {
      return qualified(module.name() + "." + name, arguments);
    }
    var all = new ArrayList<Node>();
    all.add(target);
    all.addAll(arguments);
    return new Node.Call(name, List.copyOf(all));
  }

  private Node qualified(String name, List<Node> arguments) {
    if (name.equals("cel.bind")
        && arguments.size() == 3
        && arguments.get(0) instanceof Node.Name variable) {
      return new Node.Bind(variable.name(), arguments.get(1), arguments.get(2));
    }
    return new Node.Call(name, arguments);
  }

  private Node loop(String name, Node target, List<Node> arguments) {
    var first = ((Node.Name) arguments.get(0)).name();
    var pairs = name.startsWith("transform");
    var two =
        pairs
            || (arguments.size() == 3
                && !name.equals("map")
                && arguments.get(1) instanceof Node.Name);
    var second =
        two && arguments.get(1) instanceof Node.Name other
            ? Optional.of(other.name())
            : Optional.<String>empty();
    var rest = arguments.subList(second.isPresent() ? 2 : 1, arguments.size());
    if (rest.isEmpty() || rest.size() > 2) {
      throw new CelException(
          Fault.SYNTAX, "macro " + name + " has " + arguments.size() + " arguments");
    }
    return new Node.Loop(
        name.equals("existsOne") ? "exists_one" : name,
        target,
        first,
        second,
        rest.getFirst(),
        rest.size() == 2 ? Optional.of(rest.get(1)) : Optional.empty());
  }

  private List<Node> arguments() {
    var arguments = new ArrayList<Node>();
    if (lexer.taken(")")) {
      return arguments;
    }
    do {
      arguments.add(expression());
    } while (lexer.taken(","));
    expect(")");
    return List.copyOf(arguments);
  }

  private String word() {
    if (lexer.kind() != Lexer.Kind.WORD) {
      throw unexpected();
    }
    return lexer.take();
  }

  private Node primary() {
    return switch (lexer.kind()) {
      case INT -> new Node.Constant(whole(lexer.take()));
      case UINT -> new Node.Constant(new Unsigned(unsigned(lexer.take())));
      case DOUBLE -> new Node.Constant(Double.parseDouble(lexer.take()));
      case STRING -> new Node.Constant(lexer.take());
      case BYTES -> new Node.Constant(new Bytes(lexer.take().getBytes(StandardCharsets.UTF_8)));
      case WORD -> named();
      default -> bracketed();
    };
  }

  private Node named() {
    var word = lexer.take();
    return switch (word) {
      case "true" -> new Node.Constant(true);
      case "false" -> new Node.Constant(false);
      case "null" -> new Node.Constant(Null.NULL);
      default -> lexer.taken("(") ? function(word, arguments()) : new Node.Name(word);
    };
  }

  private static Node function(String word, List<Node> arguments) {
    if (!word.equals("has")) {
      return new Node.Call(word, arguments);
    }
    if (arguments.size() == 1
        && arguments.getFirst() instanceof Node.Field field
        && field.access() == Access.VALUE) {
      return new Node.Field(field.target(), field.field(), Access.PRESENCE);
    }
    throw new CelException(Fault.SYNTAX, "invalid argument to has() macro");
  }

  private Node bracketed() {
    if (lexer.taken("(")) {
      var inner = expression();
      expect(")");
      return inner;
    }
    if (lexer.taken("[")) {
      var items = new ArrayList<Node.Item>();
      while (!lexer.taken("]")) {
        var optional = lexer.taken("?");
        items.add(new Node.Item(expression(), optional));
        if (!lexer.taken(",") && !lexer.at("]")) {
          throw unexpected();
        }
      }
      return new Node.Items(List.copyOf(items));
    }
    if (lexer.taken("{")) {
      var entries = new ArrayList<Node.Entry>();
      while (!lexer.taken("}")) {
        var optional = lexer.taken("?");
        var key = expression();
        expect(":");
        entries.add(new Node.Entry(key, expression(), optional));
        if (!lexer.taken(",") && !lexer.at("}")) {
          throw unexpected();
        }
      }
      return new Node.Entries(List.copyOf(entries));
    }
    if (lexer.taken(".")) {
      return new Node.Name(word());
    }
    throw unexpected();
  }

  private static long whole(String text) {
    try {
      return text.contains("0x")
          ? Long.parseLong(text.replace("0x", ""), 16)
          : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new CelException(Fault.SYNTAX, "invalid int literal " + text);
    }
  }

  private static long unsigned(String text) {
    try {
      return text.startsWith("0x")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new CelException(Fault.SYNTAX, "invalid uint literal " + text);
    }
  }
}
