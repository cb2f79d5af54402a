package io.syncline.engine.annotations;

import io.syncline.model.object.Manifest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Annotations that hold several words, and the few that steer a sync. */
public final class Annotations {
  /** Per-object sync options (semantics 15.1). */
  public static final String SYNC_OPTIONS = "argocd.argoproj.io/sync-options";

  /** Per-object or per-application compare options (semantics 13.5). */
  public static final String COMPARE_OPTIONS = "argocd.argoproj.io/compare-options";

  /** Leaves the object out of the application's health. */
  public static final String IGNORE_HEALTH = "argocd.argoproj.io/ignore-healthcheck";

  /** Instant that confirms prunes and deletions. */
  public static final String DELETION_APPROVED = "argocd.argoproj.io/deletion-approved";

  private static final String WAVE = "argocd.argoproj.io/sync-wave";
  private static final String HELM_WEIGHT = "helm.sh/hook-weight";

  private Annotations() {}

  /** The comma-separated words of one annotation, trimmed, each once; empty when absent. */
  public static List<String> words(Manifest object, String annotation) {
    return object
        .annotation(annotation)
        .map(
            text ->
                Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .distinct()
                    .toList())
        .orElse(List.of());
  }

  /** Whether {@code object} carries {@code option}, such as {@code Prune=false}, itself. */
  public static boolean has(Manifest object, String annotation, String option) {
    return words(object, annotation).contains(option);
  }

  /** The value of {@code name=value} among the object's own sync options. */
  public static Optional<String> option(Manifest object, String name) {
    return option(object, SYNC_OPTIONS, name);
  }

  /** The value of {@code name=value} among the words of one annotation. */
  public static Optional<String> option(Manifest object, String annotation, String name) {
    var start = name + "=";
    return words(object, annotation).stream()
        .filter(word -> word.startsWith(start))
        .map(word -> word.substring(start.length()))
        .findFirst();
  }

  /** The wave of {@code object}: its own, else its Helm weight, else 0; a bad number counts 0. */
  public static int wave(Manifest object) {
    return number(object, WAVE).or(() -> number(object, HELM_WEIGHT)).orElse(0);
  }

  private static Optional<Integer> number(Manifest object, String annotation) {
    return object
        .annotation(annotation)
        .flatMap(
            text -> {
              try {
                return Optional.of(Integer.parseInt(text));
              } catch (NumberFormatException _) {
                return Optional.empty();
              }
            });
  }
}
