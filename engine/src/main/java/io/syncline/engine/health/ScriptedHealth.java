package io.syncline.engine.health;

import io.syncline.engine.customization.ResourceCustomizations;
import io.syncline.lang.lua.LuaException;
import io.syncline.lang.lua.LuaLimits;
import io.syncline.lang.lua.LuaScript;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks written in Lua by those who run the product (semantics 18.6): the script sees the live
 * object as {@code obj} and returns a table with {@code status} and {@code message}, or nil to say
 * nothing.
 */
public final class ScriptedHealth implements HealthRules.Overrides {
  private static final Health INVALID = Verdict.unknown("Lua returned an invalid health status");

  private final ResourceCustomizations customizations;
  private final Supplier<Instant> clock;
  private final Map<String, HealthCheck> checks = new ConcurrentHashMap<>();

  /** The health scripts of {@code customizations}; {@code clock} answers {@code os.time}. */
  public ScriptedHealth(ResourceCustomizations customizations, Supplier<Instant> clock) {
    this.customizations = customizations;
    this.clock = clock;
  }

  @Override
  public Optional<HealthCheck> of(GroupKind kind) {
    return customizations.health(kind).map(source -> checks.computeIfAbsent(source, this::check));
  }

  private HealthCheck check(String source) {
    try {
      var script = LuaScript.compile(source);
      return live -> run(script, live);
    } catch (LuaException e) {
      var message = String.valueOf(e.getMessage());
      return _ -> {
        throw new HealthException(message);
      };
    }
  }

  private Optional<Health> run(LuaScript script, Manifest live) {
    @Nullable Object result;
    try {
      result = script.run(Map.of("obj", live.root()), LuaLimits.DEFAULT, clock);
    } catch (LuaException e) {
      throw new HealthException(String.valueOf(e.getMessage()));
    }
    return switch (result) {
      case null -> Optional.empty();
      case ObjectTree table -> Optional.of(health(table));
      default ->
          throw new HealthException(
              "expect table output from Lua script, not "
                  + (result instanceof List ? "list" : "\"" + result + "\""));
    };
  }

  private static Health health(ObjectTree table) {
    var status = table.get("status");
    var message = table.get("message");
    if ((message != null && !(message instanceof String))
        || (status != null && !(status instanceof String))) {
      throw new HealthException(
          "status and message of a health script have to be strings, not " + table);
    }
    for (var known : HealthStatus.values()) {
      if (known.word().equals(status)) {
        return new Health(known, message instanceof String text ? text : "");
      }
    }
    return INVALID;
  }
}
