package io.syncline.lang.gotemplate;

import io.syncline.lang.gotemplate.GoFunction.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of the expressions of one template, with its variables. Faults are reported where Go's own
 * interpreter sees them.
 */
final class Evaluator {
  private static final class Slot {
    final String name;
    final boolean element;
    @Nullable Object value;

    Slot(String name, @Nullable Object value, boolean element) {
      this.name = name;
      this.value = value;
      this.element = element;
    }
  }

  private final Templates templates;
  private final String name;
  private final Templates.Definition definition;
  private final Budget budget;
  private final List<Slot> variables = new ArrayList<>();
  private Node at;

  /** Whether dot came out of a list or map, where Go only knows it as an interface. */
  private boolean elementDot;

  Evaluator(Templates templates, String name, Templates.Definition definition, Budget budget) {
    this.templates = templates;
    this.name = name;
    this.definition = definition;
    this.budget = budget;
    this.at = definition.tree();
  }

  /** The node whose fault a fault would be. */
  Node at() {
    return at;
  }

  /** Goes on to {@code node}. */
  void at(Node node) {
    at = node;
  }

  /** Says whether dot comes out of a list or map from now on; returns whether it did. */
  boolean element(boolean now) {
    var before = elementDot;
    elementDot = now;
    return before;
  }

  /** How many variables there are. */
  int mark() {
    return variables.size();
  }

  /** Forgets all variables but the first {@code mark}. */
  void drop(int mark) {
    variables.subList(mark, variables.size()).clear();
  }

  /** Makes a variable; one of the same name is hidden meanwhile. */
  void declare(String variable, @Nullable Object value, boolean element) {
    variables.add(new Slot(variable, value, element));
  }

  /** Changes the innermost variable of a name. */
  void assign(String variable, @Nullable Object value) {
    for (var slot : variables.reversed()) {
      if (slot.name.equals(variable)) {
        slot.value = value;
        return;
      }
    }
    throw fail("undefined variable: " + variable);
  }

  private Slot slot(String variable) {
    for (var i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(variable)) {
        return variables.get(i);
      }
    }
    throw fail("undefined variable: " + variable);
  }

  /** The value of a pipeline. */
  @Nullable Object pipe(Node.Pipe pipe, @Nullable Object dot) {
    at = pipe;
    Object value = Invalid.NO_ARGUMENT;
    for (var command : pipe.commands()) {
      var given = command(command, dot, value);
      // A nil coming out of a map stops being a typed nil here.
      value = given == null ? Invalid.VALUE : given;
    }
    for (var variable : pipe.variables()) {
      if (pipe.assigns()) {
        assign(variable, value);
      } else {
        variables.add(new Slot(variable, value, false));
      }
    }
    return value;
  }

  private @Nullable Object command(Node.Command command, @Nullable Object dot, Object last) {
    budget.spend(1);
    var words = command.words();
    var first = words.getFirst();
    switch (first) {
      case Node.Field field -> {
        at = field;
        return chain(dot, new Receiver(dot, elementDot), field, field.names(), words, last);
      }
      case Node.Chain chain -> {
        return chain(chain, dot, words, last);
      }
      case Node.Identifier identifier -> {
        return function(identifier, command, dot, words, last);
      }
      case Node.Pipe pipe -> {
        refuseArguments(words, last);
        return pipe(pipe, dot);
      }
      case Node.Variable variable -> {
        return variable(variable, dot, words, last);
      }
      default -> {}
    }
    at = first;
    refuseArguments(words, last);
    return switch (first) {
      case Node.Bool b -> b.value();
      case Node.Dot _ -> dot;
      case Node.Nil _ -> throw fail("nil is not a command");
      case Node.Number number -> constant(number);
      case Node.Str s -> s.value();
      default -> throw fail("can't evaluate command " + GoFormat.quote(NodeText.of(first)));
    };
  }

  private void refuseArguments(List<Node> words, Object last) {
    if (words.size() > 1 || last != Invalid.NO_ARGUMENT) {
      throw fail("can't give argument to non-function " + NodeText.of(words.getFirst()));
    }
  }

  private Object constant(Node.Number number) {
    at = number;
    var whole = number.whole();
    return number.fractional() || whole == null ? (Object) number.real() : GoFormat.integer(whole);
  }

  private @Nullable Object variable(
      Node.Variable variable, @Nullable Object dot, List<Node> words, Object last) {
    at = variable;
    var slot = slot(variable.names().getFirst());
    if (variable.names().size() == 1) {
      refuseArguments(words, last);
      return slot.value;
    }
    var fields = variable.names().subList(1, variable.names().size());
    return chain(dot, new Receiver(slot.value, slot.element), variable, fields, words, last);
  }

  private @Nullable Object chain(
      Node.Chain chain, @Nullable Object dot, List<Node> words, Object last) {
    at = chain;
    if (chain.node() instanceof Node.Nil) {
      throw fail("indirection through explicit nil in " + NodeText.of(chain));
    }
    var receiver = new Receiver(argument(chain.node(), dot, Parameter.ANY), false);
    return chain(dot, receiver, chain, chain.names(), words, last);
  }

  /** What fields are looked up in, and whether Go knows it as an interface only. */
  private record Receiver(@Nullable Object value, boolean element) {}

  private @Nullable Object chain(
      @Nullable Object dot,
      Receiver receiver,
      Node node,
      List<String> names,
      List<Node> words,
      Object last) {
    var value = receiver.value();
    for (var i = 0; i < names.size(); i++) {
      var end = i == names.size() - 1;
      value =
          field(
              dot,
              names.get(i),
              node,
              end ? words : List.of(node),
              end ? last : Invalid.NO_ARGUMENT,
              value,
              i == 0 && !receiver.element());
    }
    return value;
  }

  private @Nullable Object field(
      @Nullable Object dot,
      String field,
      Node node,
      List<Node> words,
      Object last,
      @Nullable Object receiver,
      boolean first) {
    budget.spend(1);
    var arguments = words.size() > 1 || last != Invalid.NO_ARGUMENT;
    if (receiver == Invalid.VALUE) {
      if (templates.missingKey() == Templates.MissingKey.ERROR) {
        throw fail("nil data; no entry for key " + GoFormat.quote(field));
      }
      return Invalid.VALUE;
    }
    if (receiver == null) {
      throw fail("nil pointer evaluating interface {}." + field);
    }
    if (receiver instanceof GoObject object) {
      var member = object.member(field);
      if (member.isPresent()) {
        if (member.get().value() instanceof GoFunction method) {
          return call(method, field, node, dot, words, last);
        }
        if (arguments) {
          throw fail(field + " has arguments but cannot be invoked as function");
        }
        return member.get().value();
      }
    }
    if (receiver instanceof Map<?, ?> map) {
      if (arguments) {
        throw fail(field + " is not a method but has arguments");
      }
      return entry(map, field);
    }
    throw fail(
        "can't evaluate field "
            + field
            + " in type "
            + (first ? GoFormat.typeName(receiver) : "interface {}"));
  }

  private @Nullable Object entry(Map<?, ?> map, String key) {
    var value = map.get(key);
    if (value != null || map.containsKey(key)) {
      return value;
    }
    return switch (templates.missingKey()) {
      case INVALID -> map instanceof GoStringMap ? "" : Invalid.VALUE;
      case ZERO -> map instanceof GoStringMap ? "" : null;
      case ERROR -> throw fail("map has no entry for key " + GoFormat.quote(key));
    };
  }

  private @Nullable Object function(
      Node.Identifier identifier, Node node, @Nullable Object dot, List<Node> words, Object last) {
    at = identifier;
    var function = templates.function(identifier.name());
    if (function.isEmpty()) {
      throw fail(GoFormat.quote(identifier.name()) + " is not a defined function");
    }
    return call(function.get(), identifier.name(), node, dot, words, last);
  }

  private @Nullable Object call(
      GoFunction function,
      String called,
      Node node,
      @Nullable Object dot,
      List<Node> words,
      Object last) {
    budget.spend(1);
    var piped = last != Invalid.NO_ARGUMENT;
    var given = words.size() - 1;
    checkCount(function, called, piped ? given + 1 : given, given);
    if (function == Builtins.AND || function == Builtins.OR) {
      return shortCircuit(function == Builtins.OR, dot, words, last);
    }
    var arguments = new @Nullable Object[piped ? given + 1 : given];
    for (var i = 0; i < given; i++) {
      arguments[i] = argument(words.get(i + 1), dot, function.parameter(i));
    }
    if (piped) {
      arguments[given] = checked(last, function.parameter(given));
    }
    try {
      var result = function.body().call(arguments);
      if (result instanceof String s) {
        budget.produce(s.length());
      }
      return result;
    } catch (Budget.ExhaustedException e) {
      throw e;
    } catch (CallException | TemplateException e) {
      at = node;
      throw fail("error calling " + called + ": " + e.getMessage());
    }
  }

  private void checkCount(GoFunction function, String called, int count, int given) {
    var wanted = function.parameters().size();
    if (function.variadic()) {
      if (count < wanted - 1) {
        throw fail(
            "wrong number of args for "
                + called
                + ": want at least "
                + (wanted - 1)
                + " got "
                + given);
      }
    } else if (count != wanted) {
      throw fail("wrong number of args for " + called + ": want " + wanted + " got " + count);
    }
  }

  private @Nullable Object shortCircuit(
      boolean or, @Nullable Object dot, List<Node> words, Object last) {
    Object value = null;
    for (var word : words.subList(1, words.size())) {
      value = argument(word, dot, Parameter.ANY);
      if (GoFormat.truth(value) == or) {
        return value;
      }
    }
    return last == Invalid.NO_ARGUMENT ? value : checked(last, Parameter.ANY);
  }

  private @Nullable Object argument(Node node, @Nullable Object dot, Parameter type) {
    at = node;
    var alone = List.of(node);
    return switch (node) {
      case Node.Dot _ -> checked(dot, type);
      case Node.Nil _ -> {
        if (type.takesNil()) {
          yield null;
        }
        throw fail("cannot assign nil to " + type.goName());
      }
      case Node.Field field ->
          checked(
              chain(
                  dot,
                  new Receiver(dot, elementDot),
                  field,
                  field.names(),
                  alone,
                  Invalid.NO_ARGUMENT),
              type);
      case Node.Variable variable ->
          checked(variable(variable, dot, alone, Invalid.NO_ARGUMENT), type);
      case Node.Pipe pipe -> checked(pipe(pipe, dot), type);
      case Node.Identifier identifier ->
          checked(function(identifier, identifier, dot, alone, Invalid.NO_ARGUMENT), type);
      case Node.Chain chain -> checked(chain(chain, dot, alone, Invalid.NO_ARGUMENT), type);
      default -> literal(node, type);
    };
  }

  private Object literal(Node node, Parameter type) {
    Optional<Object> value =
        switch (type) {
          case ANY ->
              switch (node) {
                case Node.Bool b -> Optional.of(b.value());
                case Node.Str s -> Optional.of(s.value());
                case Node.Number n -> Optional.of(constant(n));
                default -> Optional.empty();
              };
          case STRING -> node instanceof Node.Str s ? Optional.of(s.value()) : Optional.empty();
          case BOOL -> node instanceof Node.Bool b ? Optional.of(b.value()) : Optional.empty();
          case INT ->
              node instanceof Node.Number n
                  ? Optional.ofNullable(n.whole()).map(GoFormat::integer)
                  : Optional.empty();
          case INT64 ->
              node instanceof Node.Number n ? Optional.ofNullable(n.whole()) : Optional.empty();
          case FLOAT64 -> node instanceof Node.Number n ? Optional.of(n.real()) : Optional.empty();
          case UINT32 ->
              node instanceof Node.Number n
                  ? Optional.ofNullable(n.whole()).filter(w -> w >= 0).map(w -> w & 0xffffffffL)
                  : Optional.empty();
          case MAP, LIST, TIME ->
              throw fail("can't handle " + NodeText.of(node) + " for arg of type " + type.goName());
        };
    var wanted =
        switch (type) {
          case INT, INT64 -> "integer";
          case UINT32 -> "unsigned integer";
          case FLOAT64 -> "float";
          default -> type.goName();
        };
    return value.orElseThrow(() -> fail("expected " + wanted + "; found " + NodeText.of(node)));
  }

  private @Nullable Object checked(@Nullable Object value, Parameter type) {
    if (value == Invalid.VALUE) {
      if (type.takesNil()) {
        return null;
      }
      throw fail("invalid value; expected " + type.goName());
    }
    if (type.takes(value)) {
      return value;
    }
    throw fail(
        "wrong type for value; expected "
            + type.goName()
            + "; got "
            + (value == null ? "interface {}" : GoFormat.typeName(value)));
  }

  /** What to throw when the node at hand is at fault. */
  TemplateException fail(String message) {
    var text = definition.text();
    var offset = Math.min(at.offset(), text.length());
    var line = 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    var begin = offset == 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
    var column = text.substring(begin, offset).getBytes(StandardCharsets.UTF_8).length;
    var where = definition.source() + ":" + line + ":" + column;
    return new TemplateException(
        "template: "
            + where
            + ": executing "
            + GoFormat.quote(name)
            + " at <"
            + NodeText.of(at)
            + ">: "
            + message,
        definition.source(),
        line);
  }
}
