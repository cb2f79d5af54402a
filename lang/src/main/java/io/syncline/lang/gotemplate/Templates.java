package io.syncline.lang.gotemplate;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
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

  /** The names of all functions. */
  private final String vocabulary;

  private final List<String> delimiters;
  private final Optional<ParsedTemplates> known;

  /** The set whose templates are in this one too; empty for none. */
  private final Optional<Templates> outer;

  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  /** An empty set whose templates may call {@code functions} besides Go's own. */
  public Templates(Map<String, GoFunction> functions, MissingKey missingKey) {
    this(functions, missingKey, List.of("{{", "}}"));
  }

  /** An empty set with other delimiters around actions. */
  public Templates(
      Map<String, GoFunction> functions, MissingKey missingKey, List<String> delimiters) {
    this(functions, missingKey, delimiters, Optional.empty());
  }

  /** An empty set for which texts that {@code known} holds are not parsed again. */
  public Templates(
      Map<String, GoFunction> functions, MissingKey missingKey, ParsedTemplates known) {
    this(functions, missingKey, List.of("{{", "}}"), Optional.of(known));
  }

  private Templates(
      Map<String, GoFunction> functions,
      MissingKey missingKey,
      List<String> delimiters,
      Optional<ParsedTemplates> known) {
    var all = new HashMap<>(Builtins.FUNCTIONS);
    all.putAll(functions);
    this.functions = Collections.unmodifiableMap(all);
    this.vocabulary = String.join(" ", new TreeSet<>(all.keySet()));
    this.missingKey = missingKey;
    this.delimiters = List.copyOf(delimiters);
    this.known = known;
    this.outer = Optional.empty();
  }

  private Templates(Templates outer) {
    this.functions = outer.functions;
    this.vocabulary = outer.vocabulary;
    this.missingKey = outer.missingKey;
    this.delimiters = outer.delimiters;
    this.known = outer.known;
    this.outer = Optional.of(outer);
  }

  /**
   * A set with the same templates, to which more can be added without changing this one. It looks
   * into this one, so this one must not be added to while the other is used.
   */
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
    parsed(name, text)
        .forEach(
            (defined, tree) -> {
              if (!tree.blank() || !has(defined)) {
                definitions.put(defined, new Definition(tree, name, text));
              }
            });
    return this;
  }

  private Map<String, Node.Sequence> parsed(String name, String text) {
    Supplier<Map<String, Node.Sequence>> parse =
        () -> Parser.parse(name, text, delimiters, functions::containsKey);
    return known
        .map(texts -> texts.get(name, text, delimiters, vocabulary, parse))
        .orElseGet(parse);
  }

  /** Whether there is a template {@code name}. */
  public boolean has(String name) {
    return definition(name).isPresent();
  }

  /**
   * The text the template {@code name} gives for {@code data}.
   *
   * @throws TemplateException when it does not execute, or exhausts {@code budget}
   */
  public String execute(String name, @Nullable Object data, Budget budget) {
    var definition =
        definition(name)
            .orElseThrow(
                () ->
                    new TemplateException(
                        "template: no template " + GoFormat.quote(name) + " defined", name, 0));
    var out = new StringBuilder();
    new Interpreter(this, name, definition, budget, out).run(data);
    return out.toString();
  }

  Optional<Definition> definition(String name) {
    for (var here = Optional.of(this); here.isPresent(); here = here.get().outer) {
      var definition = here.get().definitions.get(name);
      if (definition != null) {
        return Optional.of(definition);
      }
    }
    return Optional.empty();
  }

  Optional<GoFunction> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  MissingKey missingKey() {
    return missingKey;
  }
}
