package io.syncline.engine.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** What {@code caller} reads when refused; who that is, only when a token says so. */
  public String refusal(Optional<Caller> caller) {
    var parts = new ArrayList<String>();
    Stream.of(resource, action, object).filter(p -> !p.isEmpty()).forEach(parts::add);
    caller
        .filter(c -> !c.subject().isEmpty())
        .ifPresent(
            c -> {
              parts.add("sub: " + c.subject());
              if (c.issuedAt() > 0) {
                parts.add("iat: " + Instant.ofEpochSecond(c.issuedAt()));
              }
            });
    return "permission denied: " + String.join(", ", parts);
  }

  /** As people read it in a refusal. */
  @Override
  public String toString() {
    return resource + ", " + action + ", " + object;
  }
}
