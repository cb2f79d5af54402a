package io.syncline.merge.schema;

/** The types of single values. */
public enum ScalarType {
  /** A string. */
  STRING("string"),
  /** True or false. */
  BOOL("bool"),
  /** A whole number of 32 bits. */
  INT32("int32"),
  /** A whole number of 64 bits. */
  INT64("int64"),
  /** A number. */
  DOUBLE("float64"),
  /** Base64 text. */
  BYTES("[]uint8"),
  /** A point in time, in seconds. */
  TIME("string"),
  /** A point in time, in microseconds. */
  MICRO_TIME("string"),
  /** An amount with a suffix, such as {@code 500m}. */
  QUANTITY("string"),
  /** A whole number or a string. */
  INT_OR_STRING("string");

  private final String goName;

  ScalarType(String goName) {
    this.goName = goName;
  }

  /** The name by which the API server's decoder calls this type in its messages. */
  public String goName() {
    return goName;
  }
}
