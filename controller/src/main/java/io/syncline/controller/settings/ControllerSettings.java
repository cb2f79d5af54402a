package io.syncline.controller.settings;

import io.syncline.controller.plugin.PluginSettings;
import io.syncline.engine.schedule.SelfHealBackoff;
import io.syncline.lang.sprig.GoDuration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the controller runs.
 *
 * @param namespace where Applications, projects and settings live
 * @param pace how often it looks
 * @param crew how much it does at a time
 * @param patience how long it waits for others
 * @param selfHeal pace of self-heal
 * @param plugins where config management plugins are declared; empty to run none
 */
public record ControllerSettings(
    String namespace,
    Pace pace,
    Crew crew,
    Patience patience,
    SelfHealBackoff selfHeal,
    Optional<PluginSettings> plugins) {

  /**
   * How often things are looked at.
   *
   * @param sources time between two listings of a repository; zero or less to rely on webhooks
   * @param comparison longest time without a comparison; zero or less for no limit
   * @param hard longest time without rendering anew; zero or less for no limit
   */
  public record Pace(Duration sources, Duration comparison, Duration hard) {
    /**
     * This pace with what {@code settings}, the entries of {@code argocd-cm}, say of it: {@code
     * timeout.reconciliation} and {@code timeout.hard.reconciliation}.
     */
    public Pace with(Map<String, String> settings) {
      return new Pace(
          sources,
          GoDuration.parse(settings.getOrDefault("timeout.reconciliation", "")).orElse(comparison),
          GoDuration.parse(settings.getOrDefault("timeout.hard.reconciliation", "")).orElse(hard));
    }
  }

  /**
   * How long after the longest time without a comparison the next one comes, so that those of many
   * applications do not come together: {@code timeout.reconciliation.jitter} of {@code argocd-cm},
   * or nothing.
   *
   * @param share of it that falls to one application, from 0 to 1
   */
  public static Duration jitter(Map<String, String> settings, double share) {
    return GoDuration.parse(settings.getOrDefault("timeout.reconciliation.jitter", ""))
        .filter(Duration::isPositive)
        .map(most -> Duration.ofNanos((long) (most.toNanos() * share)))
        .orElse(Duration.ZERO);
  }

  /**
   * How much is done at a time.
   *
   * @param comparisons comparisons at a time
   * @param operations operations at a time
   * @param writes writes at a time in one operation
   */
  public record Crew(int comparisons, int operations, int writes) {}

  /**
   * How long others are waited for.
   *
   * @param wave how long operators get to react to a wave before its health counts; waves of
   *     built-in kinds say themselves how far they are and need none
   * @param live how long a kind may take to be listed first
   */
  public record Patience(Duration wave, Duration live) {}

  /** Namespace {@code argocd}, repositories every 10 s, comparisons every 3 min. */
  public static final ControllerSettings DEFAULT =
      new ControllerSettings(
          "argocd",
          new Pace(Duration.ofSeconds(10), Duration.ofMinutes(3), Duration.ZERO),
          new Crew(20, 10, 16),
          new Patience(Duration.ofSeconds(2), Duration.ofSeconds(20)),
          SelfHealBackoff.DEFAULT,
          Optional.empty());

  /** Time between two listings of a repository. */
  public Duration sourceInterval() {
    return pace.sources();
  }

  /** Longest time without a comparison. */
  public Duration comparisonInterval() {
    return pace.comparison();
  }

  /** The same in another namespace. */
  public ControllerSettings in(String other) {
    return new ControllerSettings(other, pace, crew, patience, selfHeal, plugins);
  }

  /** The same with another time between two listings of a repository. */
  public ControllerSettings sourceInterval(Duration other) {
    return pace(new Pace(other, pace.comparison(), pace.hard()));
  }

  /** The same with another longest time without a comparison. */
  public ControllerSettings comparisonInterval(Duration other) {
    return pace(new Pace(pace.sources(), other, pace.hard()));
  }

  /** The same at another pace. */
  public ControllerSettings pace(Pace other) {
    return new ControllerSettings(namespace, other, crew, patience, selfHeal, plugins);
  }

  /** The same with another delay between waves of custom kinds. */
  public ControllerSettings waveDelay(Duration other) {
    return new ControllerSettings(
        namespace, pace, crew, new Patience(other, patience.live()), selfHeal, plugins);
  }

  /** The same with another pace of self-heal. */
  public ControllerSettings selfHeal(SelfHealBackoff other) {
    return new ControllerSettings(namespace, pace, crew, patience, other, plugins);
  }

  /** The same with plugins. */
  public ControllerSettings plugins(PluginSettings other) {
    return new ControllerSettings(namespace, pace, crew, patience, selfHeal, Optional.of(other));
  }
}
