package io.syncline.workloads.control;

import io.syncline.model.object.Manifest;
import java.util.Optional;

/** One thing a controller wants written. */
public sealed interface Write {
  /** How an event is shown. */
  enum Tone {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String word;

    Tone(String word) {
      this.word = word;
    }

    /** The value of {@code type} of the event. */
    public String word() {
      return word;
    }
  }

  /**
   * Create an object.
   *
   * @param kind its kind
   * @param object the object; with {@code generateName} the server picks the name
   * @param note an event to record when it worked; {@code {name}} in its message becomes the name
   */
  record Create(Kind kind, Manifest object, Optional<Note> note) implements Write {}

  /** Replace all but the status, when the stored version still is the one that was seen. */
  record Update(Kind kind, Manifest object) implements Write {}

  /** Replace the status. */
  record Status(Kind kind, Manifest object) implements Write {}

  /**
   * Delete an object.
   *
   * @param kind its kind
   * @param object the object as seen
   * @param graceSeconds grace for a pod; negative for the default
   * @param note an event to record when it worked
   */
  record Delete(Kind kind, Manifest object, long graceSeconds, Optional<Note> note)
      implements Write {}

  /**
   * Record an event.
   *
   * @param about the object it is about
   * @param tone normal or warning
   * @param reason one word in CamelCase
   * @param message text for people
   */
  record Note(Manifest about, Tone tone, String reason, String message) implements Write {
    /** A normal event. */
    public static Note normal(Manifest about, String reason, String message) {
      return new Note(about, Tone.NORMAL, reason, message);
    }

    /** A warning. */
    public static Note warning(Manifest about, String reason, String message) {
      return new Note(about, Tone.WARNING, reason, message);
    }
  }
}
