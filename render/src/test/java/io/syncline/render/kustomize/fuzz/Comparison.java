package io.syncline.render.kustomize.fuzz;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.MemoryTree;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import io.syncline.render.offline.BatchRender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Builds files by us and by {@code kubectl kustomize} of version 1.32. */
final class Comparison {
  /** Where the real tool fails for reasons of its own; docs/reference/kustomize.md has them. */
  private static final List<String> FAULTS =
      List.of(
          "goroutine ",
          "found a tab character where an indentation space is expected",
          "did not find expected ',' or '}'",
          "number of previous names, number of previous namespaces, number of previous kinds not equal");

  private final String kubectl;
  private final Path folder;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private int built;

  Comparison(String kubectl, Path folder) {
    this.kubectl = kubectl;
    this.folder = folder;
  }

  /** The real tool on this machine: kustomize 5.5.0 is what kubectl 1.32 has in it. */
  static Optional<String> kubectl() {
    for (var place : String.valueOf(System.getenv("PATH")).split(":")) {
      var file = Path.of(place, "kubectl");
      if (Files.isExecutable(file)) {
        try {
          var pinned = file.toRealPath().resolveSibling("kubectl.1.32");
          if (Files.isExecutable(pinned)) {
            return Optional.of(pinned.toString());
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether we build {@code files}. */
  static boolean builds(Map<String, String> files) {
    var source = new ApplicationSource(ObjectTree.of("kustomize", ObjectTree.EMPTY));
    var request = RenderRequest.of(KustomizationGrammar.ROOT, source, "", "");
    return Renderers.render(MemoryTree.of(files), request) instanceof RenderResult.Rendered;
  }

  /** How many builds both tools agreed to make. */
  int built() {
    return built;
  }

  /** Why both tools refused to build, and how often. */
  Map<String, Integer> reasons() {
    return reasons;
  }

  /** What differs when {@code files} are built; empty when nothing does. */
  Optional<Difference> compare(Map<String, String> files) {
    return compare(files, Optional.empty());
  }

  /** The same; the real tool is only asked where our side leaves {@code wanted} possible. */
  Optional<Difference> compare(Map<String, String> files, Optional<Difference> wanted) {
    try {
      clear();
      for (var file : files.entrySet()) {
        var path = folder.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
      }
      var root = folder.resolve(KustomizationGrammar.ROOT);
      if (!Files.isDirectory(root)) {
        return Optional.empty();
      }
      return difference(root, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Optional<Difference> difference(Path root, Optional<Difference> wanted)
      throws IOException, InterruptedException {
    RenderResult ours;
    try {
      ours = BatchRender.build(root, BuildOptions.parse(""));
    } catch (RuntimeException e) {
      return Optional.of(new Difference(Difference.Kind.WE_CRASH, e.toString(), ""));
    }
    if (wanted.isPresent() && !possible(ours, wanted.get())) {
      return Optional.empty();
    }
    var out = folder.resolve("stdout");
    var err = folder.resolve("stderr");
    var process =
        new ProcessBuilder(kubectl, "kustomize", root.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    var theirs = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    var problem =
        new String(Files.readAllBytes(err), StandardCharsets.UTF_8).replace(folder + "/", "");
    var failed = process.exitValue() != 0;
    return switch (ours) {
      case RenderResult.Failed us when failed -> {
        var reason =
            Minimizer.gist(new Difference(Difference.Kind.WE_FAIL, us.problem().message(), ""));
        reasons.merge(reason, 1, Integer::sum);
        yield Optional.empty();
      }
      case RenderResult.Failed us when refusedOnPurpose(us) -> Optional.<Difference>empty();
      case RenderResult.Failed us ->
          Optional.of(new Difference(Difference.Kind.WE_FAIL, problem(us), theirs));
      case RenderResult.Rendered us -> {
        var text = BatchRender.text(us.manifests());
        if (failed && FAULTS.stream().anyMatch(problem::contains)) {
          yield Optional.empty();
        }
        if (failed) {
          yield Optional.of(new Difference(Difference.Kind.THEY_FAIL, text, problem));
        }
        built++;
        yield text.equals(theirs)
            ? Optional.<Difference>empty()
            : Optional.of(new Difference(Difference.Kind.OTHER_OUTPUT, text, theirs));
      }
    };
  }

  /** What the real tool lets pass on purpose of ours; docs/reference/kustomize.md has it. */
  private static boolean refusedOnPurpose(RenderResult.Failed us) {
    return us.problem().message().contains("'metadata/annotations': wrong node kind scalar")
        || us.problem().message().contains("begins with a question mark");
  }

  private boolean possible(RenderResult ours, Difference wanted) {
    return switch (ours) {
      case RenderResult.Failed us ->
          wanted.kind() == Difference.Kind.WE_FAIL
              && Minimizer.gist(new Difference(wanted.kind(), problem(us), ""))
                  .equals(Minimizer.gist(wanted));
      case RenderResult.Rendered _ ->
          wanted.kind() == Difference.Kind.OTHER_OUTPUT
              || wanted.kind() == Difference.Kind.THEY_FAIL;
    };
  }

  private String problem(RenderResult.Failed failed) {
    return failed.problem().text().replace(folder.toString().substring(1) + "/", "");
  }

  private void clear() throws IOException {
    if (Files.exists(folder)) {
      try (var all = Files.walk(folder)) {
        for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
          if (!path.equals(folder)) {
            Files.delete(path);
          }
        }
      }
    }
  }
}
