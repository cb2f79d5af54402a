package io.syncline.render.helm;

import io.syncline.lang.gotemplate.Budget;
import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoObject;
import io.syncline.lang.gotemplate.TemplateException;
import io.syncline.lang.gotemplate.Templates;
import io.syncline.lang.sprig.Environment;
import io.syncline.lang.sprig.Sprig;
import io.syncline.model.source.SourcePath;
import io.syncline.render.RenderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One execution of all templates of a chart and its subcharts. */
final class Rendering {
  private static final String FAIL_BEGIN = "HELM_ERR_START";
  private static final String FAIL_END = "HELM_ERR_END";
  private static final Pattern FAILED =
      Pattern.compile(
          "^template: (?<where>[^ ]*): .*" + FAIL_BEGIN + "(?<text>.*)" + FAIL_END + ".*$",
          Pattern.DOTALL);
  private static final String NO_VALUE = "<no value>";

  /** A template with what it sees. */
  private record Unit(
      String text, Map<String, @Nullable Object> scope, String basePath, String file) {}

  private final Map<String, Unit> units = new HashMap<>();
  private final Budget budget;
  private Templates templates;

  private Rendering(Budget budget, Environment environment, ChartMemo memo) {
    this.budget = budget;
    var functions = new HashMap<>(Sprig.functions(environment));
    HelmFunctions.addTo(functions);
    functions.put("include", GoFunction.of("string any", a -> include(String.valueOf(a[0]), a[1])));
    functions.put("tpl", GoFunction.of("string any", a -> tpl(String.valueOf(a[0]), a[1])));
    functions.put("required", GoFunction.of("string any", Rendering::required));
    functions.put(
        "fail",
        GoFunction.of(
            "string",
            a -> {
              throw failure(String.valueOf(a[0]));
            }));
    this.templates = new Templates(functions, Templates.MissingKey.ZERO, memo.templates());
  }

  /** What templates see besides their chart: release and cluster. */
  record World(Map<String, @Nullable Object> release, GoObject capabilities) {
    World {
      release = new TreeMap<>(release);
    }
  }

  /**
   * The text of each template by its name, partials and notes left out.
   *
   * @param values coalesced values of the chart
   */
  static SortedMap<String, String> render(
      Chart chart,
      Map<String, @Nullable Object> values,
      World world,
      Budget budget,
      Environment environment,
      ChartMemo memo) {
    var rendering = new Rendering(budget, environment, memo);
    rendering.collect(chart, values, world);
    return rendering.run();
  }

  private Map<String, @Nullable Object> collect(
      Chart chart, Map<String, @Nullable Object> values, World world) {
    var scope = new TreeMap<String, @Nullable Object>();
    var subcharts = new TreeMap<String, @Nullable Object>();
    scope.put("Chart", Metadata.of(chart));
    scope.put("Files", new FileSet(chart.files()));
    scope.put("Release", world.release());
    scope.put("Capabilities", world.capabilities());
    scope.put("Values", new ChartValues(values));
    scope.put("Subcharts", subcharts);
    for (var child : chart.dependencies()) {
      var own = Values.table(values.get(child.name())).orElseGet(TreeMap::new);
      subcharts.put(child.name(), collect(child, own, world));
    }
    var path = chart.fullPath();
    chart
        .templates()
        .forEach(
            (name, bytes) -> {
              if (!chart.library() || SourcePath.name(name).startsWith("_")) {
                var file = ChartLoader.join(chart.place(), name);
                units.put(
                    path + "/" + name,
                    new Unit(
                        ChartLoader.text(bytes),
                        new ChartValues(scope),
                        path + "/templates",
                        file));
              }
            });
    return scope;
  }

  private SortedMap<String, String> run() {
    // Deepest first, so that a parent's definition replaces its subchart's.
    var order = new ArrayList<>(units.keySet());
    order.sort(
        Comparator.comparingInt((String n) -> n.split("/").length)
            .thenComparing(n -> n)
            .reversed());
    for (var name : order) {
      guarded(name, () -> templates.parse(name, unit(name).text()));
    }
    var rendered = new TreeMap<String, String>();
    for (var name : order) {
      if (SourcePath.name(name).startsWith("_")) {
        continue;
      }
      var unit = unit(name);
      var own = new TreeMap<String, @Nullable Object>();
      own.put("Name", name);
      own.put("BasePath", unit.basePath());
      unit.scope().put("Template", new ChartValues(own));
      guarded(
          name,
          () -> {
            var text = templates.execute(name, unit.scope(), budget);
            if (!SourcePath.name(name).equals("NOTES.txt")) {
              rendered.put(name, text.replace(NO_VALUE, ""));
            }
          });
    }
    return rendered;
  }

  private Unit unit(String name) {
    return java.util.Objects.requireNonNull(units.get(name));
  }

  private void guarded(String name, Runnable work) {
    try {
      work.run();
    } catch (TemplateException e) {
      var unit = units.get(e.template().isEmpty() ? name : e.template());
      var file = unit == null ? unit(name).file() : unit.file();
      var failed = FAILED.matcher(String.valueOf(e.getMessage()));
      if (failed.matches()) {
        throw RenderException.in(
            file,
            e.line(),
            "execution error at (" + failed.group("where") + "): " + failed.group("text"));
      }
      throw RenderException.in(file, unit == null ? 0 : e.line(), String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      throw RenderException.in(
          unit(name).file(), 0, "templates are nested too deeply (expected: no endless include)");
    }
  }

  private String include(String name, @Nullable Object data) {
    if (!templates.has(name)) {
      throw new CallException(
          "template: no template " + GoFormat.quote(name) + " associated with template \"gotpl\"");
    }
    return templates.execute(name, data, budget);
  }

  private String tpl(String text, @Nullable Object data) {
    var outer = templates;
    templates = outer.copy();
    try {
      templates.parse("gotpl", text);
    } catch (Budget.ExhaustedException e) {
      throw e;
    } catch (TemplateException e) {
      templates = outer;
      throw new CallException(
          "cannot parse template " + GoFormat.quote(text) + ": " + e.getMessage(), e);
    }
    try {
      return templates.execute("gotpl", data, budget).replace(NO_VALUE, "");
    } catch (Budget.ExhaustedException e) {
      throw e;
    } catch (TemplateException e) {
      throw new CallException(
          "error during tpl function execution for " + GoFormat.quote(text) + ": " + e.getMessage(),
          e);
    } finally {
      templates = outer;
    }
  }

  private static @Nullable Object required(@Nullable Object[] a) {
    if (a[1] == null || a[1] instanceof String s && s.isEmpty()) {
      throw failure(String.valueOf(a[0]));
    }
    return a[1];
  }

  private static CallException failure(String message) {
    return new CallException(FAIL_BEGIN + message + FAIL_END);
  }

  /** Names of all files the chart's templates came from, for messages about their output. */
  static String file(Chart chart, String template) {
    var names = new ArrayList<Chart>(List.of(chart));
    while (!names.isEmpty()) {
      var here = names.removeLast();
      names.addAll(here.dependencies());
      var path = here.fullPath() + "/";
      if (template.startsWith(path)
          && here.templates().containsKey(template.substring(path.length()))) {
        return ChartLoader.join(here.place(), template.substring(path.length()));
      }
    }
    return template;
  }
}
