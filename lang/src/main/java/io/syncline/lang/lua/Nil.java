package io.syncline.lang.lua;

/** The value that is none. */
enum Nil {
  NIL
}
