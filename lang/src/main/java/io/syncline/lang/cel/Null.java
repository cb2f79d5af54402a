package io.syncline.lang.cel;

/** The value null. */
enum Null {
  NULL
}
