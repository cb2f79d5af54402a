package io.syncline.engine.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.POJONode;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/** Deletes what a jq path expression points at. The only class that knows the jq library. */
final class JqDeletion {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** About as many as there is time for: Argo CD gives an expression a second. */
  private static final int STEPS_A_MILLISECOND = 1_000;

  private static final int MOST_STEPS = 1_000_000_000;

  private static final String STEPS = "__steps";

  private final JsonQuery query;

  private JqDeletion(JsonQuery query) {
    this.query = query;
  }

  /** Loading the functions of jq takes long enough to do it once, and late. */
  private static final class Root {
    static final Scope SCOPE = scope();

    private static Scope scope() {
      var plain = Scope.newEmptyScope();
      BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, plain);
      var counted = Scope.newEmptyScope();
      plain.getLocalFunctions().forEach((name, f) -> counted.addFunction(name, counting(f)));
      return counted;
    }

    /** Every call of a function of jq, and every value it gives, is a step. */
    private static Function counting(Function function) {
      return (scope, arguments, in, path, output, version) -> {
        var steps = (Steps) ((POJONode) scope.getValue(STEPS)).getPojo();
        steps.take();
        function.apply(
            scope,
            arguments,
            in,
            path,
            (value, valuePath) -> {
              steps.take();
              output.emit(value, valuePath);
            },
            version);
      };
    }
  }

  /** What is left of the steps one evaluation may take. */
  private static final class Steps {
    private int left;

    Steps(int left) {
      this.left = left;
    }

    void take() {
      if (--left < 0) {
        throw new OutOfStepsException();
      }
    }
  }

  /** No exception of jq, so that no {@code try} of an expression catches it. */
  private static final class OutOfStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The deletion of {@code path}; empty when it is no jq path expression. */
  static Optional<JqDeletion> compile(String path) {
    try {
      return Optional.of(new JqDeletion(JsonQuery.compile("del(" + path + ")", Versions.JQ_1_6)));
    } catch (JsonQueryException _) {
      return Optional.empty();
    }
  }

  /**
   * {@code tree} without what the path points at; as it is when the path does not fit it, or has no
   * end within {@code time}.
   */
  ObjectTree apply(ObjectTree tree, Duration time) {
    var results = new ArrayList<JsonNode>();
    var scope = Scope.newChildScope(Root.SCOPE);
    scope.setValue(STEPS, NODES.pojoNode(new Steps(steps(time))));
    try {
      query.apply(scope, node(tree), results::add);
    } catch (JsonQueryException | OutOfStepsException | StackOverflowError _) {
      // An expression may call itself without end.
      return tree;
    }
    return results.size() == 1 && value(results.getFirst()) instanceof ObjectTree changed
        ? changed
        : tree;
  }

  private static int steps(Duration time) {
    return Math.clamp(time.toMillis() * STEPS_A_MILLISECOND, 1, MOST_STEPS);
  }

  private static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case ObjectTree tree -> {
        var object = NODES.objectNode();
        tree.forEach((k, v) -> object.set(k, node(v)));
        yield object;
      }
      case List<?> list -> {
        var array = NODES.arrayNode(list.size());
        list.forEach(item -> array.add(node(item)));
        yield array;
      }
      case String s -> NODES.textNode(s);
      case Boolean b -> NODES.booleanNode(b);
      case Long l -> l == l.intValue() ? NODES.numberNode(l.intValue()) : NODES.numberNode(l);
      case Double d -> NODES.numberNode(d);
      case BigInteger big -> NODES.numberNode(big);
      default -> throw new IllegalArgumentException("no tree value: " + value.getClass().getName());
    };
  }

  private static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var builder = new ObjectTree.Builder(node.size());
        node.properties().forEach(e -> builder.put(e.getKey(), value(e.getValue())));
        yield builder.build();
      }
      case ARRAY -> {
        var list = new ArrayList<@Nullable Object>(node.size());
        node.forEach(item -> list.add(value(item)));
        yield Tree.list(list);
      }
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> Tree.freeze(node.numberValue());
      case NULL, MISSING, BINARY, POJO -> null;
    };
  }
}
