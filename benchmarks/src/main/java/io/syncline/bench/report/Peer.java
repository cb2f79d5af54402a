package io.syncline.bench.report;

import java.util.Optional;

/**
 * What ours is held against.
 *
 * @param figure the peer's figure; empty when there is none
 * @param kind where the figure comes from
 * @param what which program, or which source
 */
public record Peer(Optional<Figure> figure, Kind kind, String what) {
  /** Where a figure comes from. */
  public enum Kind {
    /** A program that ran alternately with ours. */
    LIVE,
    /** A figure of the public record, on other machines. */
    RECORDED,
    /** There is nothing to hold ours against here. */
    NONE
  }

  /** A program that ran here. */
  public static Peer live(Figure figure, String program) {
    return new Peer(Optional.of(figure), Kind.LIVE, program);
  }

  /** A published figure. */
  public static Peer recorded(Figure figure, String source) {
    return new Peer(Optional.of(figure), Kind.RECORDED, source);
  }

  /** No peer, and why. */
  public static Peer none(String why) {
    return new Peer(Optional.empty(), Kind.NONE, why);
  }

  /** For the table: {@code 45.1 ms p50}, {@code 10.0 s recorded}. */
  public String text() {
    return figure
        .map(f -> kind == Kind.RECORDED ? (f.text() + " recorded") : f.text())
        .orElse("none");
  }
}
