package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A check written as rules: the first that fits decides; when none does, nothing is known of the
 * object.
 *
 * <p>A rule is a status with its text, and under {@code if} the line of clauses that all have to
 * fit, or a list of such lines of which one has to; without {@code if} it always fits.
 */
final class RuleTable implements HealthCheck {
  private record Rule(HealthStatus status, RuleMessage text, List<List<Clause>> lines) {
    Optional<StatusCondition> match(Manifest live) {
      if (lines.isEmpty()) {
        return Optional.of(Clause.PLAIN);
      }
      return lines.stream().map(line -> all(line, live)).flatMap(Optional::stream).findFirst();
    }

    /** What the first clause with a condition found, when all clauses fit. */
    private static Optional<StatusCondition> all(List<Clause> line, Manifest live) {
      var found = Clause.PLAIN;
      for (var clause : line) {
        var match = clause.match(live);
        if (match.isEmpty()) {
          return Optional.empty();
        }
        found = found.equals(Clause.PLAIN) ? match.get() : found;
      }
      return Optional.of(found);
    }
  }

  private final List<Rule> rules;

  private RuleTable(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Reads the rules of one kind; {@code rules} is a list as the class describes. */
  static RuleTable parse(Object rules) {
    var parsed = new ArrayList<Rule>();
    for (var rule : Tree.items(rules)) {
      parsed.add(rule(Tree.object(rule)));
    }
    return new RuleTable(parsed);
  }

  private static Rule rule(ObjectTree rule) {
    for (var status : HealthStatus.values()) {
      if (rule.containsKey(status.word())) {
        var text = RuleMessage.parse(Tree.text(rule, status.word()));
        return new Rule(status, text, lines(rule.get("if")));
      }
    }
    throw new IllegalStateException("health rule: no status in " + rule);
  }

  private static List<List<Clause>> lines(@Nullable Object condition) {
    var lines = condition instanceof String one ? List.<Object>of(one) : Tree.items(condition);
    return lines.stream().map(line -> ClauseParser.parse((String) line)).toList();
  }

  @Override
  public Optional<Health> assess(Manifest live) {
    for (var rule : rules) {
      var match = rule.match(live);
      if (match.isPresent()) {
        return Optional.of(new Health(rule.status(), rule.text().render(live, match.get())));
      }
    }
    return Optional.empty();
  }
}
