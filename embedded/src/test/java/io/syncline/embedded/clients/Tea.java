package io.syncline.embedded.clients;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** A custom resource as users of fabric8 write one. */
@Group("example.com")
@Version("v1")
public final class Tea extends CustomResource<Tea.Spec, Tea.State> implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** What is wished. */
  public static final class Spec {
    public String sort = "";
    public int cups;
  }

  /** What is. */
  public static final class State {
    public int ready;
    public String message = "";
  }
}
