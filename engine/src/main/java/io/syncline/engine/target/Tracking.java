package io.syncline.engine.target;

import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Tree;
import java.util.Optional;
import java.util.Set;

/**
 * How ownership is written on objects, and read back (semantics 12).
 *
 * @param method where it is written
 * @param labelKey label that holds the instance name in the label methods
 * @param installationId tells several installations on one cluster apart, "" for none
 */
public record Tracking(Method method, String labelKey, String installationId) {
  /** Where ownership is written. */
  public enum Method {
    ANNOTATION("annotation"),
    LABEL("label"),
    ANNOTATION_AND_LABEL("annotation+label");

    private final String word;

    Method(String word) {
      this.word = word;
    }

    /** The word in settings. */
    public String word() {
      return word;
    }

    /** The method spelt {@code word}; ANNOTATION for any other word. */
    public static Method parse(String word) {
      for (var method : values()) {
        if (method.word.equals(word)) {
          return method;
        }
      }
      return ANNOTATION;
    }
  }

  /**
   * Whom an object names as its application.
   *
   * @param instance instance name of the application
   * @param written the identity written beside it; empty when only a label was found
   */
  public record Owner(String instance, Optional<ObjectKey> written) {}

  /** Annotation that holds {@code instance:group/kind:namespace/name}. */
  public static final String ANNOTATION = "argocd.argoproj.io/tracking-id";

  /** Annotation that holds the installation id. */
  public static final String INSTALLATION = "argocd.argoproj.io/installation-id";

  /** Label used when settings name none. */
  public static final String DEFAULT_LABEL = "app.kubernetes.io/instance";

  /** Annotations, no installation id. */
  public static final Tracking DEFAULT = new Tracking(Method.ANNOTATION, DEFAULT_LABEL, "");

  /** Label of Argo CD before 0.6, the only one that pods carry as well. */
  private static final String LEGACY_LABEL = "applications.argoproj.io/app-name";

  private static final Set<String> TEMPLATED =
      Set.of(
          "apps/Deployment",
          "apps/ReplicaSet",
          "apps/StatefulSet",
          "apps/DaemonSet",
          "extensions/Deployment",
          "extensions/ReplicaSet",
          "extensions/DaemonSet",
          "batch/Job");

  private static final int LABEL_LENGTH = 63;

  /** {@code object} marked as part of {@code instance}; definitions of kinds stay unmarked. */
  public Manifest mark(Manifest object, String instance, String destinationNamespace) {
    if (object.kind().equals("CustomResourceDefinition")) {
      return object;
    }
    var marked = object;
    if (method != Method.LABEL) {
      marked = marked.with(id(object, instance, destinationNamespace), path(ANNOTATION));
      if (!installationId.isEmpty()) {
        marked = marked.with(installationId, path(INSTALLATION));
      }
    }
    if (method != Method.ANNOTATION) {
      marked = marked.with(label(instance), "metadata", "labels", labelKey);
      if (labelKey.equals(LEGACY_LABEL)
          && TEMPLATED.contains(object.group() + "/" + object.kind())) {
        marked = marked.with(label(instance), "spec", "template", "metadata", "labels", labelKey);
        marked = selecting(marked, object);
      }
    }
    return marked;
  }

  /** Versions that make a selector of the labels of the template must not make one of ours. */
  private static Manifest selecting(Manifest marked, Manifest object) {
    var defaulted =
        object.apiVersion().equals("extensions/v1beta1")
            || object.apiVersion().equals("apps/v1beta1");
    return defaulted && Tree.object(object.at("spec", "selector")).isEmpty()
        ? marked.with(
            Tree.object(object.at("spec", "template", "metadata", "labels")),
            "spec",
            "selector",
            "matchLabels")
        : marked;
  }

  private static String[] path(String annotation) {
    return new String[] {"metadata", "annotations", annotation};
  }

  /** The tracking id of {@code object} in {@code instance}. */
  public static String id(Manifest object, String instance, String destinationNamespace) {
    var namespace = object.namespace().isEmpty() ? destinationNamespace : object.namespace();
    return instance
        + ":"
        + object.group()
        + "/"
        + object.kind()
        + ":"
        + namespace
        + "/"
        + object.name();
  }

  private static String label(String instance) {
    if (instance.length() <= LABEL_LENGTH) {
      return instance;
    }
    var end = LABEL_LENGTH;
    while (end > 0 && "-_.".indexOf(instance.charAt(end - 1)) >= 0) {
      end--;
    }
    return instance.substring(0, end);
  }

  /** The application {@code live} names; empty when none, or when another installation's. */
  public Optional<Owner> owner(Manifest live) {
    if (method == Method.LABEL) {
      return live.label(labelKey)
          .filter(v -> !v.isEmpty())
          .map(v -> new Owner(v, Optional.empty()));
    }
    if (!installationId.isEmpty()
        && !live.annotation(INSTALLATION).orElse("").equals(installationId)) {
      return Optional.empty();
    }
    return live.annotation(ANNOTATION).flatMap(Tracking::parse);
  }

  private static Optional<Owner> parse(String id) {
    var first = id.indexOf(':');
    var second = id.indexOf(':', first + 1);
    var slash = id.indexOf('/', first + 1);
    var last = id.indexOf('/', second + 1);
    if (first <= 0 || second < 0 || slash < 0 || slash > second || last < 0) {
      return Optional.empty();
    }
    var key =
        new ObjectKey(
            id.substring(first + 1, slash),
            id.substring(slash + 1, second),
            id.substring(second + 1, last),
            id.substring(last + 1));
    return Optional.of(new Owner(id.substring(0, first), Optional.of(key)));
  }

  /**
   * Whether {@code live} names {@code instance} and is a root: objects with owners were made by
   * other objects, even when tracking was copied onto them.
   */
  public boolean owns(String instance, Manifest live) {
    return live.owners().isEmpty()
        && owner(live).filter(o -> o.instance().equals(instance)).isPresent();
  }

  /**
   * Whether the tracking on {@code live} was written for {@code live} itself and not copied from
   * another object. Objects that fail have no status and are never pruned.
   */
  public boolean selfReferenced(Manifest live, Optional<Manifest> target) {
    if (method == Method.LABEL) {
      return true;
    }
    var written = live.annotation(ANNOTATION).flatMap(Tracking::parse).flatMap(Owner::written);
    if (written.isEmpty()) {
      return true;
    }
    var expected = target.map(Manifest::key).orElse(written.get());
    var key = live.key();
    return key.group().equals(expected.group())
        && key.kind().equals(expected.kind())
        && key.name().equals(expected.name())
        && (key.namespace().isEmpty()
            || expected.namespace().isEmpty()
            || key.namespace().equals(expected.namespace()));
  }
}
