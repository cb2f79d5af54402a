package io.syncline.bench.plan;

import io.syncline.bench.report.Row;

/** One row to be measured. */
public interface Benchmark {
  /** Short name, such as {@code B1}; variants add lower-case letters, as {@code B1c}. */
  String id();

  /** What is done, in one line. */
  String what();

  /**
   * Measures. Runs alone: nothing else of the harness is at work meanwhile.
   *
   * @throws Exception when it cannot be measured here; the message says why
   */
  Row run(Setting setting) throws Exception;
}
