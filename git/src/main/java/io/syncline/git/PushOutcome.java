package io.syncline.git;

/** What the server said to a push. */
sealed interface PushOutcome {
  /** The branch is where we wanted it. */
  record Landed() implements PushOutcome {}

  /** Somebody else moved the branch first. */
  record Moved(String reason) implements PushOutcome {}

  /** The server or a hook does not want it. */
  record Declined(String reason) implements PushOutcome {}
}
