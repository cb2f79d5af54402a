package io.syncline.engine.access;

/**
 * Something somebody wants to do.
 *
 * @param resource such as {@code applications}
 * @param action such as {@code sync} or {@code action/apps/Deployment/restart}
 * @param object such as {@code shop/web}
 */
public record AccessRequest(String resource, String action, String object) {
  /** The project the object belongs to; "" when the resource belongs to none. */
  public String project() {
    return switch (resource) {
      case "projects" -> object;
      case "applications", "applicationsets", "logs", "exec", "clusters", "repositories" -> {
        var slash = object.indexOf('/');
        yield slash < 0 ? "" : object.substring(0, slash);
      }
      default -> "";
    };
  }

  /** As people read it in a refusal. */
  @Override
  public String toString() {
    return resource + ", " + action + ", " + object;
  }
}
