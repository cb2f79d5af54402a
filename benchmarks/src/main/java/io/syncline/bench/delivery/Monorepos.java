package io.syncline.bench.delivery;

import io.syncline.bench.plan.Setting;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;

/** Monorepos by size: several benchmarks share one, for it takes longer to make than to measure. */
final class Monorepos implements AutoCloseable {
  private final Map<Integer, Opened> opened = new TreeMap<>();

  /**
   * A deployed monorepo.
   *
   * @param deployed seconds its first deployment took
   */
  record Opened(Monorepo repo, double deployed) {}

  /** The one with {@code apps} applications, all of them deployed. */
  Opened get(Setting setting, int apps) throws Exception {
    var known = opened.get(apps);
    if (known != null) {
      return known;
    }
    setting.tell("deploying " + apps + " applications");
    var repo = new Monorepo(Files.createTempDirectory(setting.scratch(), "monorepo"), apps);
    try {
      var made = new Opened(repo, repo.deploy());
      opened.put(apps, made);
      return made;
    } catch (Exception e) {
      repo.close();
      throw e;
    }
  }

  @Override
  public void close() {
    opened.values().forEach(one -> one.repo().close());
    opened.clear();
  }
}
