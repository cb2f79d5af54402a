package io.syncline.bench.measure;

/** Memory of this process. */
public final class Heap {
  private static final int COLLECTIONS = 3;

  private Heap() {}

  /** Bytes of all objects that are still in use. */
  public static long used() {
    for (var i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
