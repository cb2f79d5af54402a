package io.syncline.server.http;

import org.jspecify.annotations.Nullable;

/** Answers one call; runs on a virtual thread and may block. */
@FunctionalInterface
public interface Handler {
  /**
   * The answer: a tree value becomes JSON, a ready {@link com.linecorp.armeria.common.HttpResponse}
   * goes out as it is.
   */
  @Nullable Object answer(Call call);
}
