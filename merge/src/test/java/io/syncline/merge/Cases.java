package io.syncline.merge;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Recorded behaviour of the reference implementations, one JSON object a line. */
public final class Cases {
  private Cases() {}

  /** The cases of one file. */
  public static List<ObjectTree> of(String name) throws IOException {
    try (var in = Cases.class.getResourceAsStream("cases/" + name + ".jsonl")) {
      if (in == null) {
        throw new IOException("no cases: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> Json.parseObject(line.getBytes(StandardCharsets.UTF_8)))
          .toList();
    }
  }
}
