package io.syncline.lang.jsonnet;

import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The door of the language. */
public final class Jsonnet {
  private static final double WHOLE = 9.2e18;

  private Jsonnet() {}

  /**
   * A value given from outside.
   *
   * @param text the text it is, or the expression it is the value of
   * @param code whether it is an expression
   */
  public record Input(String text, boolean code) {}

  /**
   * A program.
   *
   * @param file name its messages and imports go by
   * @param text the program
   * @param variables external variables by name
   * @param arguments for the function the program may evaluate to, by name
   */
  public record Program(
      String file, String text, Map<String, Input> variables, Map<String, Input> arguments) {
    /** Copies the maps. */
    public Program {
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** A program that is given nothing. */
    public static Program of(String file, String text) {
      return new Program(file, text, Map.of(), Map.of());
    }
  }

  /**
   * The value of {@code program}: trees, lists, texts, whole and real numbers, booleans, null.
   * Fields are in order of their names; hidden ones are left out.
   *
   * @throws JsonnetException when it is no program, goes wrong, or takes more than {@code budget}
   *     has left
   */
  public static @Nullable Object evaluate(Program program, Imports imports, JsonnetBudget budget) {
    var evaluator = new Evaluator(budget, new Files(imports, program.variables()));
    try {
      var value = Files.run(evaluator, program.file(), program.text());
      if (value instanceof Callable function) {
        var given = new LinkedHashMap<String, Object>();
        program
            .arguments()
            .forEach(
                (name, input) ->
                    given.put(
                        name,
                        evaluator.later(
                            () -> Files.value(evaluator, "<top-level-arg:" + name + ">", input))));
        value = Calls.call(evaluator, function, given);
      }
      return tree(evaluator, value, "");
    } catch (Fault fault) {
      throw new JsonnetException(fault.problem(), program.file(), 0);
    } catch (StackOverflowError _) {
      throw new JsonnetException("program nests too deep to be evaluated", program.file(), 0);
    }
  }

  private static @Nullable Object tree(Evaluator evaluator, Object value, String path) {
    evaluator.meter().enter();
    evaluator.meter().step();
    var tree =
        switch (value) {
          case String text -> text;
          case Boolean yes -> yes;
          case Double number -> number(number);
          case ArrayValue array -> {
            var items = new ArrayList<@Nullable Object>(array.size());
            for (var i = 0; i < array.size(); i++) {
              items.add(tree(evaluator, evaluator.force(array.at(i)), path + "[" + i + "]"));
            }
            yield Collections.unmodifiableList(items);
          }
          case ObjectValue object -> object(evaluator, object, path);
          case Callable _ ->
              throw new Fault(
                  "couldn't manifest function as JSON"
                      + (path.isEmpty() ? "" : " in field " + path)
                      + " (expected: a value; :: hides a field)");
          default -> null;
        };
    evaluator.meter().leave();
    return tree;
  }

  private static ObjectTree object(Evaluator evaluator, ObjectValue object, String path) {
    object.check(evaluator);
    var names = object.names(false);
    var tree = new ObjectTree.Builder(names.size());
    for (var name : names) {
      var whole = path.isEmpty() ? name : path + "." + name;
      tree.put(name, tree(evaluator, Indexing.index(evaluator, object, name), whole));
    }
    return tree.build();
  }

  private static Number number(double number) {
    return number == Math.rint(number) && Math.abs(number) < WHOLE
        ? (Number) (long) number
        : (Number) number;
  }
}
