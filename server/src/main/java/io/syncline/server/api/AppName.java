package io.syncline.server.api;

import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.util.Comparator;

/**
 * Which application is meant.
 *
 * @param namespace where it stands
 * @param name its name there
 */
record AppName(String namespace, String name) implements Comparable<AppName> {
  private static final Comparator<AppName> ORDER =
      Comparator.comparing(AppName::name).thenComparing(AppName::namespace);

  static AppName of(Manifest application) {
    return new AppName(application.namespace(), application.name());
  }

  /** Its key as a Kubernetes object. */
  ObjectKey key() {
    return new ObjectKey(Application.GROUP, "Application", namespace, name);
  }

  @Override
  public int compareTo(AppName other) {
    return ORDER.compare(this, other);
  }
}
