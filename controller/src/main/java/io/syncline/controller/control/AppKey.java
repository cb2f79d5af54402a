package io.syncline.controller.control;

import io.syncline.model.application.Application;

/** The identity of an Application: its namespace and name. */
public record AppKey(String namespace, String name) {
  /** The key of {@code app}. */
  public static AppKey of(Application app) {
    return new AppKey(app.namespace(), app.name());
  }

  /** The Application tracked as {@code instance} by a controller in {@code namespace}. */
  public static AppKey ofInstance(String instance, String namespace) {
    var end = instance.indexOf('_');
    return end < 0
        ? new AppKey(namespace, instance)
        : new AppKey(instance.substring(0, end), instance.substring(end + 1));
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
