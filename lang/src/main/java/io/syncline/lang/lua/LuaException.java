package io.syncline.lang.lua;

import java.io.Serial;

/** A script that cannot be read, or that failed; the message has its line. */
public class LuaException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Object value;

  /** An error with a text. */
  public LuaException(String message) {
    this(message, Bytes.of(message));
  }

  LuaException(String message, Object value) {
    super(message, null, false, false);
    this.value = value;
  }

  /** What {@code pcall} hands to the script. */
  Object value() {
    return value;
  }

  /** An error that already has its line, or wants none. */
  static final class Located extends LuaException {
    @Serial private static final long serialVersionUID = 1;

    Located(String message) {
      super(message);
    }
  }

  /** A limit that was reached; a script cannot catch it. */
  static final class Limit extends LuaException {
    @Serial private static final long serialVersionUID = 1;

    Limit(String message) {
      super(message);
    }
  }
}
