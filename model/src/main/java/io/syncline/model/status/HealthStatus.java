package io.syncline.model.status;

/** Health words, best first: the later wins when several are rolled up (semantics 18.1). */
public enum HealthStatus {
  HEALTHY("Healthy"),
  SUSPENDED("Suspended"),
  PROGRESSING("Progressing"),
  MISSING("Missing"),
  DEGRADED("Degraded"),
  UNKNOWN("Unknown");

  private final String word;

  HealthStatus(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }

  /** The status spelt {@code word}; UNKNOWN for any other word. */
  public static HealthStatus parse(String word) {
    for (var status : values()) {
      if (status.word.equals(word)) {
        return status;
      }
    }
    return UNKNOWN;
  }

  /** Whether this is worse than {@code other}. */
  public boolean worseThan(HealthStatus other) {
    return compareTo(other) > 0;
  }
}
