package io.syncline.lang.jsonnet;

import io.syncline.lang.jsonnet.Node.Bind;
import io.syncline.lang.jsonnet.Node.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each name the frame and the slot its value will stand in. Frames are made by: a file, a
 * {@code local}, a call, each {@code for} and {@code if} of a comprehension with a name, and an
 * object.
 */
final class Resolver {
  /** Names that one frame will hold; that of an object also knows {@code self}. */
  private record Scope(@Nullable Scope parent, List<String> names, boolean object) {}

  private Resolver() {}

  /** Resolves a whole file, in whose outermost frame {@code std} is known. */
  static void resolve(Node node) {
    resolve(node, new Scope(null, List.of("std"), false));
  }

  private static void resolve(@Nullable Node node, Scope scope) {
    switch (node) {
      case null -> {}
      case Node.Literal _, Node.Import _ -> {}
      case Node.Variable variable -> variable(variable, scope);
      case Node.Self self -> self.hops = self(self, scope, self.outermost);
      case Node.Super parent -> {
        parent.hops = self(parent, scope, false);
        resolve(parent.field, scope);
      }
      case Node.Local local -> {
        var inner = new Scope(scope, local.binds().stream().map(Bind::name).toList(), false);
        local.binds().forEach(bind -> resolve(bind.body(), inner));
        resolve(local.body(), inner);
      }
      case Node.Lambda lambda -> {
        var names = lambda.parameters().stream().map(Node.Parameter::name).toList();
        var inner = new Scope(scope, names, false);
        lambda.parameters().forEach(parameter -> resolve(parameter.standard(), inner));
        resolve(lambda.body(), inner);
      }
      case Node.ArrayComprehension loop -> resolve(loop.item(), steps(loop.steps(), scope));
      case Node.ObjectBody object -> object(object, scope);
      case Node.ObjectComprehension loop -> {
        var each = steps(loop.steps(), scope);
        resolve(loop.field().name(), each);
        resolve(loop.field().body(), locals(loop.locals(), each));
      }
      default -> parts(node, scope);
    }
  }

  private static void parts(Node node, Scope scope) {
    switch (node) {
      case Node.Call call -> {
        resolve(call.function(), scope);
        call.arguments().forEach(argument -> resolve(argument.value(), scope));
      }
      case Node.Index index -> {
        resolve(index.target(), scope);
        resolve(index.index(), scope);
      }
      case Node.Slice slice -> {
        resolve(slice.target(), scope);
        resolve(slice.from(), scope);
        resolve(slice.to(), scope);
        resolve(slice.step(), scope);
      }
      case Node.If choice -> {
        resolve(choice.condition(), scope);
        resolve(choice.then(), scope);
        resolve(choice.otherwise(), scope);
      }
      case Node.Unary unary -> resolve(unary.operand(), scope);
      case Node.Binary binary -> {
        resolve(binary.left(), scope);
        resolve(binary.right(), scope);
      }
      case Node.Raise raise -> resolve(raise.message(), scope);
      case Node.Assert check -> {
        resolve(check.condition(), scope);
        resolve(check.message(), scope);
        resolve(check.body(), scope);
      }
      case Node.Array array -> array.items().forEach(item -> resolve(item, scope));
      default -> throw new IllegalArgumentException("no parts known of " + node);
    }
  }

  private static void object(Node.ObjectBody object, Scope scope) {
    var inner = locals(object.locals(), scope);
    for (var check : object.checks()) {
      resolve(check.condition(), inner);
      resolve(check.message(), inner);
    }
    for (var field : object.fields()) {
      resolve(field.name(), scope);
      resolve(field.body(), inner);
    }
  }

  private static Scope locals(List<Bind> locals, Scope scope) {
    var inner = new Scope(scope, locals.stream().map(Bind::name).toList(), true);
    locals.forEach(bind -> resolve(bind.body(), inner));
    return inner;
  }

  private static Scope steps(List<Step> steps, Scope scope) {
    var here = scope;
    for (var step : steps) {
      resolve(step.node(), here);
      var name = step.name();
      if (name != null) {
        here = new Scope(here, List.of(name), false);
      }
    }
    return here;
  }

  private static void variable(Node.Variable variable, Scope scope) {
    var hops = 0;
    for (var here = scope; here != null; here = here.parent()) {
      var index = here.names().lastIndexOf(variable.name);
      if (index >= 0) {
        variable.hops = hops;
        variable.index = index;
        return;
      }
      hops++;
    }
    throw variable.place().problem("unknown variable: " + variable.name);
  }

  private static int self(Node node, Scope scope, boolean outermost) {
    var found = -1;
    var hops = 0;
    for (var here = scope; here != null; here = here.parent()) {
      if (here.object()) {
        found = hops;
        if (!outermost) {
          break;
        }
      }
      hops++;
    }
    if (found < 0) {
      throw node.place()
          .problem(
              (outermost ? "$" : node instanceof Node.Super ? "super" : "self")
                  + " stands outside of an object");
    }
    return found;
  }
}
