package io.syncline.engine.plan;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.SyncPhase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Puts deletions in the reverse order of creations, or last (semantics 14.9). */
final class PruneWaves {
  private PruneWaves() {}

  static List<SyncTask> arrange(List<SyncTask> tasks, SyncOptions options) {
    var swapped = swap(tasks);
    var last =
        swapped.stream()
                .filter(t -> t.phase() == SyncPhase.SYNC)
                .mapToInt(SyncTask::wave)
                .reduce(0, Math::max)
            + 1;
    return swapped.stream().map(t -> prunesLast(t, options) ? t.inWave(last) : t).toList();
  }

  private static List<SyncTask> swap(List<SyncTask> tasks) {
    var waves = new TreeSet<Integer>();
    tasks.stream().filter(SyncTask::prunes).forEach(t -> waves.add(t.wave()));
    var ascending = new ArrayList<>(waves);
    Map<Integer, Integer> mirror = new HashMap<>();
    for (var i = 0; i < ascending.size(); i++) {
      mirror.put(ascending.get(i), ascending.get(ascending.size() - 1 - i));
    }
    return tasks.stream()
        .map(t -> t.prunes() ? t.inWave(mirror.getOrDefault(t.wave(), t.wave())) : t)
        .toList();
  }

  private static boolean prunesLast(SyncTask task, SyncOptions options) {
    return task.prunes()
        && (options.has("PruneLast=true")
            || task.live()
                .filter(l -> Annotations.has(l, Annotations.SYNC_OPTIONS, "PruneLast=true"))
                .isPresent());
  }
}
