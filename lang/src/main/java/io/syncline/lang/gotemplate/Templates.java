package io.syncline.lang.gotemplate;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Named templates that may call each other. Parsing adds to the set; a set is used by one thread at
 * a time.
 */
public final class Templates {
  /** What naming a key that a map lacks does. */
  public enum MissingKey {
    /** It gives no value, and so does every field of that. */
    INVALID,
    /** It gives the map's zero value: a nil, whose fields are an error. */
    ZERO,
    /** It is an error. */
    ERROR
  }

  /** A template's tree with the text it came from. */
  record Definition(Node.Sequence tree, String source, String text) {}

  private final Map<String, GoFunction> functions;
  private final MissingKey missingKey;
  private final List<String> delimiters;
  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  /** An empty set whose templates may call {@code functions} besides Go's own. */
  public Templates(Map<String, GoFunction> functions, MissingKey missingKey) {
    this(functions, missingKey, List.of("{{", "}}"));
  }

  /** An empty set with other delimiters around actions. */
  public Templates(
      Map<String, GoFunction> functions, MissingKey missingKey, List<String> delimiters) {
    var all = new HashMap<>(Builtins.FUNCTIONS);
    all.putAll(functions);
    this.functions = Collections.unmodifiableMap(all);
    this.missingKey = missingKey;
    this.delimiters = List.copyOf(delimiters);
  }

  private Templates(Templates other) {
    this.functions = other.functions;
    this.missingKey = other.missingKey;
    this.delimiters = other.delimiters;
    this.definitions.putAll(other.definitions);
  }

  /** A set with the same templates, to which more can be added without changing this one. */
  public Templates copy() {
    return new Templates(this);
  }

  /**
   * Adds the template {@code name} and all that {@code text} defines; a later one replaces an
   * earlier one unless it is blank.
   *
   * @throws TemplateException when the text does not parse
   */
  public Templates parse(String name, String text) {
    Parser.parse(name, text, delimiters, functions::containsKey)
        .forEach(
            (defined, tree) -> {
              if (!tree.blank() || !definitions.containsKey(defined)) {
                definitions.put(defined, new Definition(tree, name, text));
              }
            });
    return this;
  }

  /** Whether there is a template {@code name}. */
  public boolean has(String name) {
    return definitions.containsKey(name);
  }

  /**
   * The text the template {@code name} gives for {@code data}.
   *
   * @throws TemplateException when it does not execute, or exhausts {@code budget}
   */
  public String execute(String name, @Nullable Object data, Budget budget) {
    var definition = definitions.get(name);
    if (definition == null) {
      throw new TemplateException(
          "template: no template " + GoFormat.quote(name) + " defined", name, 0);
    }
    var out = new StringBuilder();
    new Interpreter(this, name, definition, budget, out).run(data);
    return out.toString();
  }

  Optional<Definition> definition(String name) {
    return Optional.ofNullable(definitions.get(name));
  }

  Optional<GoFunction> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  MissingKey missingKey() {
    return missingKey;
  }
}
