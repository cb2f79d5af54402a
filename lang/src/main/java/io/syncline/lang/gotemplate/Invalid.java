package io.syncline.lang.gotemplate;

/** The absence of a value, which Go keeps apart from a nil that stands in a map. */
enum Invalid {
  /** No value: prints as {@code <no value>}, is false, and has every field, all absent. */
  VALUE,
  /** No argument came through a pipe. */
  NO_ARGUMENT
}
