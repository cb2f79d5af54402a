package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Works out what expressions are worth. */
final class Expressions {
  private Expressions() {}

  /** All values of a list: of the last expression as many as it gives, of others one. */
  static List<Object> all(List<Node.Expression> expressions, Closure.Frame frame) {
    if (expressions.isEmpty()) {
      return List.of();
    }
    var values = new ArrayList<Object>(expressions.size());
    for (var i = 0; i < expressions.size() - 1; i++) {
      values.add(one(expressions.get(i), frame));
    }
    var last = expressions.getLast();
    if (isMany(last)) {
      values.addAll(many(last, frame));
    } else {
      values.add(one(last, frame));
    }
    return values;
  }

  private static boolean isMany(Node.Expression expression) {
    return expression instanceof Node.Call
        || expression instanceof Node.MethodCall
        || expression instanceof Node.Varargs;
  }

  static List<Object> many(Node.Expression expression, Closure.Frame frame) {
    frame.machine().budget().step();
    return switch (expression) {
      case Node.Varargs _ -> frame.varargs();
      case Node.Call call -> {
        var function = one(call.function(), frame);
        var arguments = all(call.arguments(), frame);
        yield located(call.line(), () -> frame.machine().call(function, arguments));
      }
      case Node.MethodCall call -> {
        var object = one(call.object(), frame);
        var method = at(call.line(), () -> frame.machine().index(object, call.name()));
        var arguments = new ArrayList<>(all(call.arguments(), frame));
        arguments.addFirst(object);
        yield located(call.line(), () -> frame.machine().call(method, arguments));
      }
      default -> List.of(one(expression, frame));
    };
  }

  static Object one(Node.Expression expression, Closure.Frame frame) {
    frame.machine().budget().step();
    return switch (expression) {
      case Node.Constant constant -> constant.value();
      case Node.Local local -> frame.local(local.slot());
      case Node.Upvalue upvalue -> frame.function().upvalue(upvalue.place()).value;
      case Node.Global global -> frame.machine().globals().get(global.name());
      case Node.Index index -> {
        var object = one(index.object(), frame);
        var key = one(index.key(), frame);
        yield at(index.line(), () -> frame.machine().index(object, key));
      }
      case Node.Binary binary -> binary(binary, frame);
      case Node.Unary unary -> {
        var value = one(unary.operand(), frame);
        yield at(
            unary.line(),
            () ->
                switch (unary.operator()) {
                  case "not" -> !Values.truth(value);
                  case "#" -> frame.machine().length(value);
                  default -> frame.machine().negative(value);
                });
      }
      case Node.Single single -> one(single.inner(), frame);
      case Node.Function function -> Closure.in(frame, function.body());
      case Node.TableConstructor table -> table(table, frame);
      case Node.Call _, Node.MethodCall _, Node.Varargs _ -> Machine.first(many(expression, frame));
    };
  }

  private static Object binary(Node.Binary binary, Closure.Frame frame) {
    var left = one(binary.left(), frame);
    if (binary.operator().equals("and")) {
      return Values.truth(left) ? one(binary.right(), frame) : left;
    }
    if (binary.operator().equals("or")) {
      return Values.truth(left) ? left : one(binary.right(), frame);
    }
    var right = one(binary.right(), frame);
    var machine = frame.machine();
    return at(
        binary.line(),
        () ->
            switch (binary.operator()) {
              case "==" -> machine.equal(left, right);
              case "~=" -> !machine.equal(left, right);
              case "<" -> machine.less(left, right);
              case ">" -> machine.less(right, left);
              case "<=" -> machine.lessOrEqual(left, right);
              case ">=" -> machine.lessOrEqual(right, left);
              case ".." -> machine.concat(left, right);
              default -> machine.arithmetic(binary.operator(), left, right);
            });
  }

  private static Object table(Node.TableConstructor constructor, Closure.Frame frame) {
    var table = new LuaTable(frame.machine().budget());
    var items = constructor.items();
    var place = 1;
    for (var i = 0; i < items.size(); i++) {
      var item = items.get(i);
      if (item.key().isPresent()) {
        var key = one(item.key().get(), frame);
        var value = one(item.value(), frame);
        at(
            constructor.line(),
            () -> {
              Machine.set(table, key, value);
              return Nil.NIL;
            });
        continue;
      }
      var last = i == items.size() - 1 && isMany(item.value());
      var values = last ? many(item.value(), frame) : List.of(one(item.value(), frame));
      for (var value : values) {
        table.set((double) place++, value);
      }
    }
    return table;
  }

  /** Does {@code work}; an error in it that has no line yet gets this one. */
  static Object at(int line, Supplier<Object> work) {
    try {
      return work.get();
    } catch (LuaException e) {
      throw withLine(e, line);
    }
  }

  /** As {@link #at}, for several values. */
  static List<Object> located(int line, Supplier<List<Object>> work) {
    try {
      return work.get();
    } catch (LuaException e) {
      throw withLine(e, line);
    }
  }

  private static LuaException withLine(LuaException e, int line) {
    if (e instanceof LuaException.Limit || e instanceof LuaException.Located) {
      return e;
    }
    if (!(e.value() instanceof String)) {
      return e;
    }
    return new LuaException.Located("<string>:" + line + ": " + e.getMessage());
  }
}
