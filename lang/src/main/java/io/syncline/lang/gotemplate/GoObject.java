package io.syncline.lang.gotemplate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value with named fields and methods, as a Go struct is: naming an unknown one is an error. */
public interface GoObject {
  /** A field's value, or the method to call. */
  record Member(@Nullable Object value) {}

  /** Go's name of the type. */
  String typeName();

  /** The field or method {@code name}; a method is a {@link GoFunction}. */
  Optional<Member> member(String name);

  /** The value as printed by {@code %v}. */
  String text();

  /** The value as encoders (JSON, YAML) see it: a map, list, string, number or {@code null}. */
  @Nullable Object plain();
}
