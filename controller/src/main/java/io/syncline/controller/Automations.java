package io.syncline.controller;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.settings.CommandParameters;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.controller.sync.Windows;
import io.syncline.engine.automation.Automation;
import io.syncline.engine.automation.Dependencies;
import io.syncline.engine.automation.Hold;
import io.syncline.engine.schedule.AutoSync;
import io.syncline.kube.cache.LiveCache.Change;
import io.syncline.model.application.Application;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Puts together what decides whether applications sync by themselves. */
final class Automations {
  private final ControlPlane control;
  private final ControllerSettings settings;

  /** Whom the applications name that wait for others. Few do, and status changes often. */
  private final Map<AppKey, List<String>> named = new ConcurrentHashMap<>();

  Automations(ControlPlane control, ControllerSettings settings) {
    this.control = control;
    this.settings = settings;
    control.listen(this::learn);
  }

  private void learn(Change change) {
    if (!change.key().groupKind().equals(ControlPlane.APPLICATION)) {
      return;
    }
    var key = new AppKey(change.key().namespace(), change.key().name());
    var names = change.after().map(Application::new).map(Dependencies::named).orElse(List.of());
    if (names.isEmpty()) {
      named.remove(key);
    } else {
      named.put(key, names);
    }
  }

  /** What decides about {@code app} after it was found as {@code result} says. */
  Automation of(Application app, Compared result) {
    var parameters = new CommandParameters(control.configMap("argocd-cmd-params-cm"));
    return new Automation(
        new AutoSync(
            app,
            result.status(),
            result.differences(),
            result.revisions(),
            false,
            parameters.selfHeal(settings.selfHeal())),
        Windows.of(control, app),
        Hold.of(app),
        Dependencies.of(app, result.revisions(), this::named));
  }

  private Optional<Application> named(String qualified) {
    var slash = qualified.indexOf('/');
    return control.application(
        new AppKey(qualified.substring(0, slash), qualified.substring(slash + 1)));
  }

  /** The applications that wait for {@code key}. */
  List<AppKey> dependents(AppKey key) {
    return named.entrySet().stream()
        .filter(one -> one.getValue().contains(key.toString()))
        .map(Map.Entry::getKey)
        .filter(one -> control.application(one).isPresent())
        .toList();
  }
}
