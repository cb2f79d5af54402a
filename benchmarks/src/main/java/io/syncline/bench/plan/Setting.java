package io.syncline.bench.plan;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a benchmark may use.
 *
 * @param full whether sizes that take minutes are wanted
 * @param scratch folder for anything, removed at the end
 * @param home root of the checkout
 * @param progress told what is being done
 */
public record Setting(boolean full, Path scratch, Path home, Consumer<String> progress) {
  /** Says what is being done. */
  public void tell(String text) {
    progress.accept(text);
  }
}
