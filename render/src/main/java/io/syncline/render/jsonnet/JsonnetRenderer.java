package io.syncline.render.jsonnet;

import io.syncline.lang.jsonnet.Imports;
import io.syncline.lang.jsonnet.Jsonnet;
import io.syncline.lang.jsonnet.JsonnetBudget;
import io.syncline.lang.jsonnet.JsonnetException;
import io.syncline.lang.jsonnet.JsonnetLimits;
import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.BuildEnvironment;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.SourceFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the Jsonnet files of one source (chapter 7). All files together share the limits of the
 * render. For one render on one thread.
 */
public final class JsonnetRenderer {
  /** Memory a render may take for each byte it may put out. */
  private static final int BYTES_FOR_OUTPUT = 8;

  private final SourceFiles files;
  private final String root;
  private final Map<String, Jsonnet.Input> variables;
  private final Map<String, Jsonnet.Input> arguments;
  private final List<String> libraries;
  private final JsonnetBudget budget;

  /** Evaluates with what the {@code directory.jsonnet} block of the source says. */
  public JsonnetRenderer(SourceFiles files, RenderRequest request) {
    var block = Tree.object(request.source().tool("directory").get("jsonnet"));
    var environment = new BuildEnvironment(request);
    this.files = files;
    this.root = request.path();
    this.variables = inputs(block, "extVars", environment);
    this.arguments = inputs(block, "tlas", environment);
    this.libraries = libraries(block, environment);
    this.budget =
        new JsonnetBudget(
            new JsonnetLimits(
                request.limits().steps(),
                request.limits().outputBytes() * BYTES_FOR_OUTPUT,
                JsonnetLimits.DEFAULT.depth()));
  }

  private static Map<String, Jsonnet.Input> inputs(
      ObjectTree block, String field, BuildEnvironment environment) {
    var inputs = new LinkedHashMap<String, Jsonnet.Input>();
    for (var item : Tree.items(block.get(field))) {
      var value = environment.substitute(Tree.text(item, "value"));
      inputs.put(Tree.text(item, "name"), new Jsonnet.Input(value, Tree.flag(item, "code")));
    }
    return inputs;
  }

  private static List<String> libraries(ObjectTree block, BuildEnvironment environment) {
    var libraries = new ArrayList<String>();
    for (var item : Tree.items(block.get("libs"))) {
      var written = environment.substitute(String.valueOf(item));
      var inside = written.startsWith("/") ? written.substring(1) : written;
      libraries.add(
          SourcePath.resolve("", inside)
              .orElseThrow(
                  () ->
                      RenderException.in(
                          "",
                          0,
                          "directory.jsonnet.libs: '"
                              + written
                              + "' points outside the repository (expected: a path from its"
                              + " root)")));
    }
    return libraries;
  }

  /**
   * The objects the program in {@code path} evaluates to: one, or those of an array.
   *
   * @throws RenderException when the program or a file it imports is at fault
   */
  public List<ObjectTree> objects(String path, String text) {
    var program = new Jsonnet.Program(path, text, variables, arguments);
    try {
      return objects(path, Jsonnet.evaluate(program, this::find, budget));
    } catch (JsonnetException e) {
      throw problem(path, e);
    }
  }

  private static RenderException problem(String path, JsonnetException e) {
    if (e.file().equals(path)) {
      return RenderException.in(path, e.line(), e.problem());
    }
    return e.file().startsWith("<")
        ? RenderException.in(path, 0, e.file() + ":" + e.line() + ": " + e.problem())
        : RenderException.in(e.file(), e.line(), e.problem() + " (imported by " + path + ")");
  }

  private static List<ObjectTree> objects(String path, @Nullable Object value) {
    var objects = new ArrayList<ObjectTree>();
    var items = value instanceof List<?> list ? list : java.util.Collections.singletonList(value);
    for (var item : items) {
      switch (item) {
        case null -> {}
        case ObjectTree object -> {
          if (Tree.text(object, "kind").isEmpty()) {
            throw RenderException.in(
                path,
                0,
                "evaluates to an object without kind (expected: a manifest or an array of"
                    + " manifests)",
                keyed(object) ? "std.objectValues() turns the fields into an array" : "");
          }
          objects.add(object);
        }
        default ->
            throw RenderException.in(
                path,
                0,
                "evaluates to something that is no object (expected: a manifest or an array of"
                    + " manifests)",
                item instanceof List<?> ? "std.flattenArrays() makes one array of several" : "");
      }
    }
    return objects;
  }

  /** Whether the fields of an object look like manifests themselves. */
  private static boolean keyed(ObjectTree object) {
    return !object.isEmpty()
        && object.values().stream()
            .allMatch(field -> field instanceof ObjectTree inner && inner.containsKey("kind"));
  }

  /** Beside the file that imports, then in the libraries, the last one first, then in the app. */
  private Optional<Imports.Found> find(String from, String path) {
    if (path.startsWith("/")) {
      throw RenderException.in(
          from, 0, "import of '" + path + "' is absolute (expected: a path inside the repository)");
    }
    var places = new ArrayList<String>();
    places.add(from.startsWith("<") ? root : SourcePath.parent(from));
    places.addAll(libraries.reversed());
    places.add(root);
    for (var place : places) {
      var found = files.find(place, path);
      if (found.isPresent() && found.get().type() == SourceTree.Type.FILE) {
        var name = found.get().path();
        return Optional.of(new Imports.Found(name, files.read(name)));
      }
    }
    return Optional.empty();
  }
}
