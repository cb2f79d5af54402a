package io.syncline.controller.control;

import io.syncline.model.application.Application;

/** The identity of an Application: its namespace and name. */
public record AppKey(String namespace, String name) {
  /** The key of {@code app}. */
  public static AppKey of(Application app) {
    return new AppKey(app.namespace(), app.name());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
