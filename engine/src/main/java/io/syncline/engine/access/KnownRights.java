package io.syncline.engine.access;

import java.util.List;
import java.util.Map;

/** Which actions exist on which resources: what a policy may sensibly name (semantics 25). */
public final class KnownRights {
  private static final List<String> CHANGES = List.of("create", "delete", "get", "update");

  private static final Map<String, List<String>> ACTIONS =
      Map.ofEntries(
          Map.entry("accounts", List.of("get", "update")),
          Map.entry(
              "applications",
              List.of("create", "delete", "get", "override", "rollback", "sync", "update")),
          Map.entry("applicationsets", CHANGES),
          Map.entry("certificates", CHANGES),
          Map.entry("clusters", CHANGES),
          Map.entry("exec", List.of("create")),
          Map.entry("extensions", List.of("invoke")),
          Map.entry("gpgkeys", List.of("create", "delete", "get")),
          Map.entry("logs", List.of("get")),
          Map.entry("projects", CHANGES),
          Map.entry("repositories", CHANGES),
          Map.entry("write-repositories", CHANGES));

  /** Actions on applications that go on with the object they concern. */
  private static final List<String> DETAILED = List.of("action/", "delete/", "update/");

  private KnownRights() {}

  /** Whether {@code action} can be done to {@code resource}; {@code *} stands for any action. */
  public static boolean exists(String resource, String action) {
    var actions = ACTIONS.getOrDefault(resource, List.of());
    return actions.contains(action)
        || (action.equals("*") && !actions.isEmpty())
        || (resource.equals("applications") && DETAILED.stream().anyMatch(action::startsWith));
  }
}
