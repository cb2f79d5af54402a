package io.syncline.kube.cache;

import java.util.UUID;

/** The identity an API server gave an object; most of them fit 128 bits. */
sealed interface Uid {
  /** One of the usual form. */
  record Number(long high, long low) implements Uid {
    @Override
    public boolean is(String text) {
      return of(text).equals(this);
    }
  }

  /** Any other. */
  record Text(String text) implements Uid {
    @Override
    public boolean is(String other) {
      return text.equals(other);
    }
  }

  /** Length of the usual form. */
  int LENGTH = 36;

  /** Whether it is spelt {@code text}. */
  boolean is(String text);

  /** The one spelt {@code text}. */
  static Uid of(String text) {
    if (text.length() == LENGTH && usual(text)) {
      var number = UUID.fromString(text);
      return new Number(number.getMostSignificantBits(), number.getLeastSignificantBits());
    }
    return new Text(text);
  }

  private static boolean usual(String text) {
    for (var i = 0; i < LENGTH; i++) {
      var c = text.charAt(i);
      var dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }
}
