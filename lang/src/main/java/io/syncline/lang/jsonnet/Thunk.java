package io.syncline.lang.jsonnet;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value computed when it is first needed. */
final class Thunk {
  static final int BYTES = 56;
  private @Nullable Supplier<Object> source;
  private @Nullable Object value;

  Thunk(Supplier<Object> source) {
    this.source = source;
  }

  Object value(JsonnetBudget meter) {
    var known = value;
    if (known != null) {
      return known;
    }
    meter.enter();
    var computed = java.util.Objects.requireNonNull(source).get();
    meter.leave();
    value = computed;
    source = null;
    return computed;
  }
}
