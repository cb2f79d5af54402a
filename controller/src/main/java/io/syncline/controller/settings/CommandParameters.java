package io.syncline.controller.settings;

import io.syncline.engine.schedule.SelfHealBackoff;
import io.syncline.lang.sprig.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of {@code argocd-cmd-params-cm} that the controller reads while it runs. A value
 * nobody can read counts as not written.
 *
 * @param values keys and texts as written
 */
public record CommandParameters(Map<String, String> values) {
  private static final Duration FIXED_HEAL = Duration.ofSeconds(5);

  /** Nothing is set. */
  public static final CommandParameters NONE = new CommandParameters(Map.of());

  /** Whether objects are compared by what the API server says an apply would make of them. */
  public boolean serverSideDiff() {
    return "true".equals(values.get("controller.diff.server.side"));
  }

  /**
   * Whether the health of each object is written into the status of its Application; else it is
   * told from memory, and the status is smaller.
   */
  public boolean persistsHealth() {
    return !"false".equals(values.get("controller.resource.health.persist"));
  }

  /** How long an operation may take; empty for no limit. */
  public Optional<Duration> syncTimeout() {
    return seconds("controller.sync.timeout.seconds").filter(Duration::isPositive);
  }

  /** How long others get to react to a wave; {@code otherwise} when not set. */
  public Duration waveDelay(Duration otherwise) {
    return seconds("controller.sync.wave.delay.seconds").orElse(otherwise);
  }

  /**
   * The pace of self-heal, where not set that of {@code otherwise}; always the same where the
   * backoff is off, which its time of zero says.
   */
  public SelfHealBackoff selfHeal(SelfHealBackoff otherwise) {
    var first = seconds("controller.self.heal.backoff.timeout.seconds");
    if (first.filter(Duration::isZero).isPresent()) {
      return SelfHealBackoff.fixed(
          seconds("controller.self.heal.timeout.seconds").orElse(FIXED_HEAL));
    }
    return new SelfHealBackoff(
        otherwise.start(),
        first.orElse(otherwise.first()),
        number("controller.self.heal.backoff.factor")
            .map(Long::doubleValue)
            .orElse(otherwise.factor()),
        seconds("controller.self.heal.backoff.cap.seconds").orElse(otherwise.max()),
        seconds("controller.self.heal.backoff.cooldown.seconds").orElse(otherwise.cooldown()));
  }

  /** How long an expression of jq in an ignore rule may take on one object; a second if not set. */
  public Duration jqTimeout() {
    return GoDuration.parse(values.getOrDefault("controller.ignore.normalizer.jq.timeout", ""))
        .filter(Duration::isPositive)
        .orElse(Duration.ofSeconds(1));
  }

  /** How many applications are compared at a time; {@code otherwise} when not set. */
  public int comparisons(int otherwise) {
    return atATime("controller.status.processors", otherwise);
  }

  /** How many operations run at a time; {@code otherwise} when not set. */
  public int operations(int otherwise) {
    return atATime("controller.operation.processors", otherwise);
  }

  private int atATime(String key, int otherwise) {
    return number(key)
        .filter(n -> n > 0 && n <= Integer.MAX_VALUE)
        .map(Long::intValue)
        .orElse(otherwise);
  }

  /**
   * How long nothing is told of sources that cannot be had, in case it passes; zero when not set:
   * then it is told at once.
   */
  public Duration sourceGrace() {
    return seconds("controller.repo.error.grace.period.seconds")
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  /** Globs, or expressions between slashes, of the other namespaces Applications may stand in. */
  public List<String> applicationNamespaces() {
    return Stream.of(values.getOrDefault("application.namespaces", "").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private Optional<Duration> seconds(String key) {
    return number(key).map(Duration::ofSeconds);
  }

  private Optional<Long> number(String key) {
    var written = values.getOrDefault(key, "").strip();
    if (written.isEmpty()) {
      // Most are not written, and they are asked for at each comparison: no exception for that.
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(written));
    } catch (NumberFormatException unset) {
      return Optional.empty();
    }
  }
}
