package io.syncline.bench.report;

import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/**
 * The result of one benchmark.
 *
 * @param id of the benchmark
 * @param what was done
 * @param ours our figure
 * @param peer the other side
 * @param ratio peer over ours: how many times less we need; the median over pairs when the peer ran
 *     here
 * @param equal whether the outputs were right
 * @param notes what one must know to read the figures
 * @param details more figures by name, plain numbers with the unit in the name
 */
public record Row(
    String id,
    String what,
    Figure ours,
    Peer peer,
    Optional<Double> ratio,
    Equality equal,
    List<String> notes,
    ObjectTree details) {
  /** Copies the notes. */
  public Row {
    notes = List.copyOf(notes);
  }

  /** Whether the figures may be quoted: never when outputs differ. */
  public boolean counts() {
    return equal != Equality.NO;
  }

  /** The ratio for the table, with the word that it does not count where it does not. */
  public String ratioText() {
    if (!counts()) {
      return "void";
    }
    return ratio.map(r -> Figure.significant(r) + "x").orElse("-");
  }
}
