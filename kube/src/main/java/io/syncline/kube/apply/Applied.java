package io.syncline.kube.apply;

import io.syncline.model.object.Manifest;

/**
 * What a write did.
 *
 * @param object the object as the server answered
 * @param outcome what happened
 * @param message kubectl's line, such as {@code deployment.apps/web configured}
 */
public record Applied(Manifest object, Outcome outcome, String message) {
  /** What happened to an object, in kubectl's words. */
  public enum Outcome {
    CREATED("created"),
    CONFIGURED("configured"),
    UNCHANGED("unchanged"),
    REPLACED("replaced"),
    SERVER_SIDE_APPLIED("serverside-applied");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** The word kubectl prints. */
    public String word() {
      return word;
    }
  }
}
