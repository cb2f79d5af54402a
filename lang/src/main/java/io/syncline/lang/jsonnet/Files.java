package io.syncline.lang.jsonnet;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The texts of one evaluation: files that are imported and external variables. */
final class Files {
  private final Imports imports;
  private final Map<String, Jsonnet.Input> variables;
  private final Map<String, Thunk> code = new HashMap<>();
  private final Map<String, Object> values = new HashMap<>();

  Files(Imports imports, Map<String, Jsonnet.Input> variables) {
    this.imports = imports;
    this.variables = variables;
  }

  /** The value of a program, in which {@code std} is known. */
  static Object run(Evaluator evaluator, String file, String text) {
    evaluator.meter().steps(text.length() / 4);
    var node = Parser.parse(file, text);
    Resolver.resolve(node);
    var frame = new Frame(null, new Object[] {Std.in(file, evaluator.meter())});
    return evaluator.eval(node, frame);
  }

  Object imported(Evaluator evaluator, Node.Import node) {
    var found =
        imports
            .find(node.place().file(), node.path())
            .orElseThrow(
                () ->
                    new Fault(
                        "couldn't open import \""
                            + node.path()
                            + "\" (expected: a file beside this one or below a library path)"));
    return switch (node.kind()) {
      case CODE ->
          code.computeIfAbsent(
                  found.file(),
                  file -> evaluator.later(() -> run(evaluator, file, text(evaluator, found))))
              .value(evaluator.meter());
      case TEXT -> text(evaluator, found);
      case BYTES -> StdCodes.bytes(evaluator.meter(), found.content());
    };
  }

  private static String text(Evaluator evaluator, Imports.Found found) {
    evaluator.meter().text(found.content().length);
    return new String(found.content(), StandardCharsets.UTF_8);
  }

  /** The value of an external variable. */
  Object variable(Evaluator evaluator, String name) {
    var known = values.get(name);
    if (known != null) {
      return known;
    }
    var input = variables.get(name);
    if (input == null) {
      throw new Fault("undefined external variable: " + name);
    }
    var value = value(evaluator, "<extvar:" + name + ">", input);
    values.put(name, value);
    return value;
  }

  /** The value of a text given from outside. */
  static Object value(Evaluator evaluator, String name, Jsonnet.Input input) {
    return input.code() ? run(evaluator, name, input.text()) : input.text();
  }
}
