package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads statements; expressions are read by {@link ExpressionParser}. */
final class Parser {
  private final Words words;
  private final ExpressionParser expressions;
  private Scope scope = new Scope(Optional.empty(), true);

  private Parser(String source) {
    words = new Words(Lexer.tokens(source));
    expressions = new ExpressionParser(words, this);
  }

  /** The script as a function of any arguments. */
  static Node.Body parse(String source) {
    var parser = new Parser(source);
    var block = parser.block();
    if (parser.words.here().kind() != Token.Kind.END) {
      throw parser.words.unexpected();
    }
    return new Node.Body("main chunk", 0, true, parser.scope.slots(), List.of(), block);
  }

  Scope scope() {
    return scope;
  }

  /** The rest of a function: parameters, body and {@code end}. */
  Node.Body function(String name, boolean method, int line) {
    words.expect("(");
    var names = new ArrayList<String>();
    if (method) {
      names.add("self");
    }
    var varargs = false;
    while (!words.here().is(")")) {
      if (words.accept("...")) {
        varargs = true;
        break;
      }
      names.add(words.name());
      if (!words.accept(",")) {
        break;
      }
    }
    words.expect(")");
    var outer = scope;
    scope = new Scope(Optional.of(outer), varargs);
    names.forEach(scope::declare);
    words.deeper();
    var block = block();
    words.shallower();
    words.expectClosing("end", "function", line);
    var body = new Node.Body(name, names.size(), varargs, scope.slots(), scope.captures(), block);
    scope = outer;
    return body;
  }

  private Node.Block block() {
    return block(() -> {});
  }

  /** A block; {@code tail} is read while its variables can still be seen. */
  private Node.Block block(Runnable tail) {
    words.deeper();
    var mark = scope.mark();
    var statements = new ArrayList<Node.Statement>();
    var labels = new LinkedHashMap<String, Integer>();
    while (!words.blockEnds()) {
      if (words.accept(";")) {
        continue;
      }
      if (words.here().is("return")) {
        statements.add(returns());
        break;
      }
      if (words.accept("::")) {
        labels.put(words.name(), statements.size());
        words.expect("::");
        continue;
      }
      statements.add(statement());
    }
    tail.run();
    scope.close(mark);
    words.shallower();
    return new Node.Block(statements, labels);
  }

  private Node.Statement returns() {
    words.expect("return");
    var values =
        words.blockEnds() || words.here().is(";") ? List.<Node.Expression>of() : expressions.list();
    words.accept(";");
    return new Node.Return(values);
  }

  private Node.Statement statement() {
    var token = words.here();
    if (token.kind() != Token.Kind.WORD) {
      return assignmentOrCall();
    }
    return switch (token.text()) {
      case "if" -> ifs();
      case "while" -> {
        words.next();
        var condition = expressions.expression();
        words.expect("do");
        var block = block();
        words.expectClosing("end", "while", token.line());
        yield new Node.While(condition, block);
      }
      case "do" -> {
        words.next();
        var block = block();
        words.expectClosing("end", "do", token.line());
        yield new Node.Do(block);
      }
      case "for" -> fors();
      case "repeat" -> repeat();
      case "function" -> functionStatement();
      case "local" -> local();
      case "break" -> {
        words.next();
        yield new Node.Break();
      }
      case "goto" -> {
        words.next();
        yield new Node.Goto(words.name(), token.line());
      }
      default -> assignmentOrCall();
    };
  }

  private Node.Statement ifs() {
    var line = words.here().line();
    var branches = new ArrayList<Node.Branch>();
    do {
      words.next();
      var condition = expressions.expression();
      words.expect("then");
      branches.add(new Node.Branch(condition, block()));
    } while (words.here().is("elseif"));
    var otherwise = words.accept("else") ? Optional.of(block()) : Optional.<Node.Block>empty();
    words.expectClosing("end", "if", line);
    return new Node.If(branches, otherwise);
  }

  private Node.Statement repeat() {
    var line = words.next().line();
    var until = new ArrayList<Node.Expression>();
    var block =
        block(
            () -> {
              words.expectClosing("until", "repeat", line);
              until.add(expressions.expression());
            });
    return new Node.Repeat(block, until.getFirst());
  }

  private Node.Statement fors() {
    var line = words.next().line();
    var names = new ArrayList<String>();
    names.add(words.name());
    if (words.accept("=")) {
      return numericFor(names.getFirst(), line);
    }
    while (words.accept(",")) {
      names.add(words.name());
    }
    words.expect("in");
    var values = expressions.list();
    words.expect("do");
    var mark = scope.mark();
    var slots = names.stream().map(scope::declare).toList();
    var block = block();
    scope.close(mark);
    words.expectClosing("end", "for", line);
    return new Node.GenericFor(slots, values, block, line);
  }

  private Node.Statement numericFor(String name, int line) {
    var from = expressions.expression();
    words.expect(",");
    var to = expressions.expression();
    var step =
        words.accept(",")
            ? Optional.of(expressions.expression())
            : Optional.<Node.Expression>empty();
    words.expect("do");
    var mark = scope.mark();
    var slot = scope.declare(name);
    var block = block();
    scope.close(mark);
    words.expectClosing("end", "for", line);
    return new Node.NumericFor(slot, from, to, step, block, line);
  }

  private Node.Statement functionStatement() {
    var line = words.next().line();
    var name = words.name();
    Node.Target target = scope.resolve(name, line);
    var full = new StringBuilder(name);
    var method = false;
    while (!method && (words.here().is(".") || words.here().is(":"))) {
      method = words.next().text().equals(":");
      var field = words.name();
      full.append(method ? ":" : ".").append(field);
      target = new Node.Index(target, new Node.Constant(Bytes.of(field)), line);
    }
    var body = function(full.toString(), method, line);
    return new Node.Assign(List.of(target), List.of(new Node.Function(body)));
  }

  private Node.Statement local() {
    words.next();
    if (words.here().is("function")) {
      var line = words.next().line();
      var name = words.name();
      var slot = scope.declare(name);
      return new Node.DeclareFunction(slot, function(name, false, line));
    }
    var names = new ArrayList<String>();
    do {
      names.add(words.name());
    } while (words.accept(","));
    var values = words.accept("=") ? expressions.list() : List.<Node.Expression>of();
    var slots = new ArrayList<Integer>();
    for (var name : names) {
      slots.add(scope.declare(name));
    }
    return new Node.Declare(slots, values);
  }

  private Node.Statement assignmentOrCall() {
    var start = words.here();
    var first = expressions.suffixed();
    if (first instanceof Node.Call || first instanceof Node.MethodCall) {
      return new Node.Evaluate(first);
    }
    var targets = new ArrayList<Node.Target>();
    targets.add(target(first, start));
    while (words.accept(",")) {
      var place = words.here();
      targets.add(target(expressions.suffixed(), place));
    }
    words.expect("=");
    return new Node.Assign(targets, expressions.list());
  }

  private Node.Target target(Node.Expression expression, Token start) {
    if (expression instanceof Node.Target target) {
      return target;
    }
    throw words.problem("syntax error near '" + start.text() + "'", start);
  }
}
