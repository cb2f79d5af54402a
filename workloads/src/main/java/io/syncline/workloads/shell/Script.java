package io.syncline.workloads.shell;

import java.util.List;

/**
 * A parsed command line: pipelines, each with a word about when it runs.
 *
 * @param steps the pipelines in order
 */
record Script(List<Step> steps) {
  Script {
    steps = List.copyOf(steps);
  }

  /** When a pipeline runs, by how the one before ended. */
  enum When {
    ALWAYS,
    SUCCEEDED,
    FAILED
  }

  /** A pipeline: the output of each command is the input of the next one. */
  record Step(When when, List<Command> pipeline) {
    Step {
      pipeline = List.copyOf(pipeline);
    }
  }

  /** One command with its redirections. */
  record Command(List<Word> words, List<Redirection> redirections) {
    Command {
      words = List.copyOf(words);
      redirections = List.copyOf(redirections);
    }
  }

  /**
   * Where a stream goes or comes from.
   *
   * @param stream 0, 1 or 2
   * @param append whether what is there stays
   * @param target a file, or {@code &1} or {@code &2}
   */
  record Redirection(int stream, boolean append, Word target) {}

  /** A line with something in it that the simulated shell does not know. */
  static final class NotUnderstoodException extends Exception {
    private static final long serialVersionUID = 1;

    NotUnderstoodException(String what) {
      super(what);
    }
  }
}
