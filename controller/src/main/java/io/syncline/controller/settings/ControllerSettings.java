package io.syncline.controller.settings;

import io.syncline.controller.plugin.PluginSettings;
import io.syncline.engine.schedule.SelfHealBackoff;
import java.time.Duration;
import java.util.Optional;

/**
 * How the controller runs.
 *
 * @param namespace where Applications, projects and settings live
 * @param sourceInterval time between two listings of a repository; zero or less to rely on webhooks
 * @param comparisonInterval longest time without a comparison; zero or less for no limit
 * @param hardInterval longest time without rendering anew; zero or less for no limit
 * @param statusWorkers comparisons at a time
 * @param operationWorkers operations at a time
 * @param applyParallelism writes at a time in one operation
 * @param waveDelay how long operators get to react to a wave before its health counts; waves of
 *     built-in kinds say themselves how far they are and need none
 * @param livePatience how long a kind may take to be listed first
 * @param selfHeal pace of self-heal
 * @param plugins where config management plugins are declared; empty to run none
 */
public record ControllerSettings(
    String namespace,
    Duration sourceInterval,
    Duration comparisonInterval,
    Duration hardInterval,
    int statusWorkers,
    int operationWorkers,
    int applyParallelism,
    Duration waveDelay,
    Duration livePatience,
    SelfHealBackoff selfHeal,
    Optional<PluginSettings> plugins) {
  /** Namespace {@code argocd}, repositories every 10 s, comparisons every 3 min. */
  public static final ControllerSettings DEFAULT =
      new ControllerSettings(
          "argocd",
          Duration.ofSeconds(10),
          Duration.ofMinutes(3),
          Duration.ZERO,
          20,
          10,
          16,
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          SelfHealBackoff.DEFAULT,
          Optional.empty());

  /** The same in another namespace. */
  public ControllerSettings in(String other) {
    return new ControllerSettings(
        other,
        sourceInterval,
        comparisonInterval,
        hardInterval,
        statusWorkers,
        operationWorkers,
        applyParallelism,
        waveDelay,
        livePatience,
        selfHeal,
        plugins);
  }

  /** The same with another time between two listings of a repository. */
  public ControllerSettings sourceInterval(Duration other) {
    return new ControllerSettings(
        namespace,
        other,
        comparisonInterval,
        hardInterval,
        statusWorkers,
        operationWorkers,
        applyParallelism,
        waveDelay,
        livePatience,
        selfHeal,
        plugins);
  }

  /** The same with another longest time without a comparison. */
  public ControllerSettings comparisonInterval(Duration other) {
    return new ControllerSettings(
        namespace,
        sourceInterval,
        other,
        hardInterval,
        statusWorkers,
        operationWorkers,
        applyParallelism,
        waveDelay,
        livePatience,
        selfHeal,
        plugins);
  }

  /** The same with another delay between waves of custom kinds. */
  public ControllerSettings waveDelay(Duration other) {
    return new ControllerSettings(
        namespace,
        sourceInterval,
        comparisonInterval,
        hardInterval,
        statusWorkers,
        operationWorkers,
        applyParallelism,
        other,
        livePatience,
        selfHeal,
        plugins);
  }

  /** The same with another pace of self-heal. */
  public ControllerSettings selfHeal(SelfHealBackoff other) {
    return new ControllerSettings(
        namespace,
        sourceInterval,
        comparisonInterval,
        hardInterval,
        statusWorkers,
        operationWorkers,
        applyParallelism,
        waveDelay,
        livePatience,
        other,
        plugins);
  }

  /** The same with plugins. */
  public ControllerSettings plugins(PluginSettings other) {
    return new ControllerSettings(
        namespace,
        sourceInterval,
        comparisonInterval,
        hardInterval,
        statusWorkers,
        operationWorkers,
        applyParallelism,
        waveDelay,
        livePatience,
        selfHeal,
        Optional.of(other));
  }
}
