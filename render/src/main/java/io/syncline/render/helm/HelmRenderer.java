package io.syncline.render.helm;

import io.syncline.lang.gotemplate.Budget;
import io.syncline.lang.semver.Constraint;
import io.syncline.lang.semver.Version;
import io.syncline.lang.sprig.Environment;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Renders a Helm chart as {@code helm template --include-crds} does. */
public final class HelmRenderer {
  /** Within one render the same text may come often too, by subcharts and tpl. */
  private static final long MEMO_OF_ONE = 4L << 20;

  private HelmRenderer() {}

  /**
   * The manifests of the chart at {@code request.path()}: CRDs, then objects in install order, then
   * hooks.
   *
   * @throws RenderException when the chart, its values or its templates are at fault
   */
  public static List<Manifest> render(SourceTree tree, RenderRequest request) {
    return render(tree, request, new ChartMemo(MEMO_OF_ONE));
  }

  /** The same, with what earlier renders left. */
  public static List<Manifest> render(SourceTree tree, RenderRequest request, ChartMemo memo) {
    var chart = ChartLoader.load(tree, request.path());
    try {
      check(chart, kube(request.source().tool("helm"), request));
      Dependencies.complete(tree, request, chart);
      return render(chart, UserValues.of(tree, request), request, memo);
    } catch (ChartException e) {
      throw RenderException.in(
          ChartLoader.join(request.path(), "Chart.yaml"), 0, String.valueOf(e.getMessage()));
    }
  }

  private static List<Manifest> render(
      Chart chart, TreeMap<String, @Nullable Object> given, RenderRequest request, ChartMemo memo) {
    var helm = request.source().tool("helm");
    var kube = kube(helm, request);
    Requirements.resolve(chart, given);
    var values = Values.coalesced(chart, given);
    if (!Tree.flag(helm, "skipSchemaValidation")) {
      ValueSchema.check(chart, values);
    }
    var rendered =
        Rendering.render(
            chart, values, world(helm, request, kube), budget(request), environment(request), memo);
    var manifests = new ArrayList<Manifest>();
    if (!Tree.flag(helm, "skipCrds")) {
      ChartLoader.crds(chart)
          .forEach(
              crd ->
                  manifests.addAll(
                      RenderedManifests.parse(
                          ChartLoader.text(crd.getValue()), crd.getKey(), crd.getKey())));
    }
    manifests.addAll(RenderedManifests.of(chart, rendered, Tree.flag(helm, "skipTests")));
    return manifests;
  }

  private static Version kube(ObjectTree helm, RenderRequest request) {
    var own = Tree.text(helm, "kubeVersion");
    var text = own.isEmpty() ? request.kubeVersion() : own;
    return Version.parse(text)
        .orElseThrow(
            () ->
                RenderException.in(
                    "", 0, "kubeVersion '" + text + "' is no version (expected: such as v1.32.4)"));
  }

  private static void check(Chart chart, Version kube) {
    var file = ChartLoader.join(chart.place(), "Chart.yaml");
    if (chart.library()) {
      throw RenderException.in(
          file, 0, "library charts are not installable (expected: type application)");
    }
    var wanted = Metadata.text(chart.metadata(), "kubeVersion");
    if (!wanted.isEmpty() && !Constraint.parse(wanted).map(c -> c.allows(kube)).orElse(false)) {
      throw RenderException.in(
          file,
          0,
          "chart requires kubeVersion: "
              + wanted
              + " which is incompatible with Kubernetes v"
              + kube);
    }
  }

  private static Rendering.World world(ObjectTree helm, RenderRequest request, Version kube) {
    var own = Tree.text(helm, "releaseName");
    // Applications of other namespaces are known as namespace_name; a release is called name.
    var name =
        own.isEmpty() ? request.appName().substring(request.appName().indexOf('_') + 1) : own;
    if (name.length() > 53
        || !name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")) {
      throw RenderException.in(
          "",
          0,
          "release name '"
              + name
              + "' is invalid (expected: at most 53 lower case letters, digits, - and .)",
          "set helm.releaseName");
    }
    var namespace =
        Tree.text(helm, "namespace").isEmpty() ? request.namespace() : Tree.text(helm, "namespace");
    var release = new TreeMap<String, @Nullable Object>();
    release.put("Name", name);
    release.put("Namespace", namespace.isEmpty() ? "default" : namespace);
    release.put("IsInstall", true);
    release.put("IsUpgrade", false);
    release.put("Revision", 1);
    release.put("Service", "Helm");
    var versions = Tree.items(helm.get("apiVersions")).stream().map(String::valueOf).toList();
    return new Rendering.World(
        release, Capabilities.of(kube, versions.isEmpty() ? request.apiVersions() : versions));
  }

  private static Budget budget(RenderRequest request) {
    var limits = request.limits();
    return new Budget(limits.steps(), limits.outputBytes(), limits.depth());
  }

  /** No clock: a template that prints the time would differ from the cluster at every look. */
  private static Environment environment(RenderRequest request) {
    return new Environment(
        Instant.EPOCH, Map.of("app", request.appName(), "path", request.path()).hashCode());
  }
}
