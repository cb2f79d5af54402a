package io.syncline.engine.sync;

import io.syncline.engine.plan.SyncTask;
import java.util.List;

/** Says what an operation waits for (semantics 14.5). */
final class WaitingFor {
  private WaitingFor() {}

  static String progress(List<SyncTask> tasks) {
    return first(tasks).hook()
        ? message("completion of hook", tasks)
        : message("healthy state of", tasks);
  }

  static String deletion(List<SyncTask> tasks) {
    return message(first(tasks).hook() ? "deletion of hook" : "deletion of", tasks);
  }

  static String confirmation(List<SyncTask> tasks) {
    return message("pruning confirmation of", tasks);
  }

  private static SyncTask first(List<SyncTask> tasks) {
    return tasks.stream().filter(SyncTask::hook).findFirst().orElseGet(tasks::getFirst);
  }

  private static String message(String what, List<SyncTask> tasks) {
    var task = first(tasks);
    var key = task.objectKey();
    var more = tasks.size() - 1;
    var kind = tasks.stream().allMatch(SyncTask::hook) ? "hooks" : "resources";
    return "waiting for "
        + what
        + " "
        + key.group()
        + "/"
        + key.kind()
        + "/"
        + key.name()
        + (more > 0 ? " and " + more + " more " + kind : "");
  }
}
