package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A check written as rules: the first that fits decides, and when none does, the last word stands.
 * Texts may quote the condition that fitted: <code>{message}</code>, <code>{reason}</code>.
 */
final class RuleTable implements HealthCheck {
  /** Whether a rule fits, and by which condition; an empty one when by something else. */
  @FunctionalInterface
  interface When {
    Optional<StatusCondition> match(Manifest live);

    /** Fits only when {@code status.FIELD} is {@code value}, too. */
    default When and(String field, String value) {
      return live -> status(field, value).match(live).flatMap(_ -> match(live));
    }

    /** Fits only when there is no condition of {@code type} with {@code status}. */
    default When unless(String type, String status) {
      return live ->
          condition(type, status).match(live).isPresent() ? Optional.empty() : match(live);
    }
  }

  private record Rule(When when, HealthStatus status, String text) {}

  private static final StatusCondition NONE = new StatusCondition("", "", "", "");

  private final List<Rule> rules;
  private final Health lastWord;

  private RuleTable(List<Rule> rules, Health lastWord) {
    this.rules = List.copyOf(rules);
    this.lastWord = lastWord;
  }

  /** No rules yet: every object is {@code lastWord}. */
  static RuleTable otherwise(Health lastWord) {
    return new RuleTable(List.of(), lastWord);
  }

  /** Ready says it all: True is Healthy, False Degraded, anything else still {@code waiting}. */
  static RuleTable ready(String waiting) {
    return byCondition("Ready", waiting);
  }

  /** One condition says it all, with its own message. */
  static RuleTable byCondition(String type, String waiting) {
    return otherwise(Verdict.progressing(waiting))
        .when(condition(type, "True"), HealthStatus.HEALTHY, "{message}")
        .when(condition(type, "False"), HealthStatus.DEGRADED, "{message}");
  }

  /** These rules and, after them, one more. */
  RuleTable when(When when, HealthStatus status, String text) {
    var more = new ArrayList<>(rules);
    more.add(new Rule(when, status, text));
    return new RuleTable(more, lastWord);
  }

  /** A condition of {@code type} with {@code status} and, when given, one of {@code reasons}. */
  static When condition(String type, String status, String... reasons) {
    var wanted = Set.of(reasons);
    return live ->
        StatusCondition.all(live).stream()
            .filter(c -> c.type().equals(type) && c.status().equals(status))
            .filter(c -> wanted.isEmpty() || wanted.contains(c.reason()))
            .findFirst();
  }

  /** {@code status.FIELD} is {@code value}. */
  static When status(String field, String value) {
    return live ->
        value.equals(String.valueOf(live.at("status", field)))
            ? Optional.of(NONE)
            : Optional.empty();
  }

  /** A flag in {@code spec}. */
  static When spec(String flag) {
    return live -> Tree.flag(live.root(), "spec", flag) ? Optional.of(NONE) : Optional.empty();
  }

  /** There is something at {@code path}; its text is the message. */
  static When said(String... path) {
    return live -> {
      var text = live.text(path);
      return text.isEmpty() ? Optional.empty() : Optional.of(new StatusCondition("", "", "", text));
    };
  }

  @Override
  public Optional<Health> assess(Manifest live) {
    for (var rule : rules) {
      var match = rule.when().match(live);
      if (match.isPresent()) {
        var text =
            rule.text()
                .replace("{message}", match.get().message())
                .replace("{reason}", match.get().reason());
        return Optional.of(new Health(rule.status(), text));
      }
    }
    return Optional.of(lastWord);
  }
}
