package io.syncline.merge.schema;

import io.syncline.model.tree.ObjectTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object with known fields. Structs may contain themselves, so their fields are worked out when
 * first asked for; a struct never changes after that.
 */
public final class Struct implements Schema {
  private final String name;
  private final boolean atomic;
  private final boolean open;
  private final List<String> inlined;
  private final Supplier<Map<String, Field>> source;
  private volatile @Nullable Map<String, Field> fields;

  /**
   * A struct.
   *
   * @param name name such as {@code core/v1.Pod}; "" when it has none
   * @param atomic whether server-side apply takes it as one value
   * @param open whether fields that are not listed are kept
   * @param inlined names of the structs whose fields it takes over, directly or not
   * @param source the fields, asked for at most a few times, always with the same answer
   */
  public Struct(
      String name,
      boolean atomic,
      boolean open,
      List<String> inlined,
      Supplier<Map<String, Field>> source) {
    this.name = name;
    this.atomic = atomic;
    this.open = open;
    this.inlined = List.copyOf(inlined);
    this.source = source;
  }

  /** Name such as {@code core/v1.Pod}; "" when it has none. */
  public String name() {
    return name;
  }

  /** The last part of the name, such as {@code Pod}. */
  public String shortName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Whether server-side apply takes it as one value. */
  public boolean atomic() {
    return atomic;
  }

  /** Whether fields that are not listed are kept. */
  public boolean open() {
    return open;
  }

  /** Names of the structs whose fields it takes over. */
  public List<String> inlined() {
    return inlined;
  }

  /** The fields by name, in order of declaration. */
  public Map<String, Field> fields() {
    var known = fields;
    if (known == null) {
      known = Collections.unmodifiableMap(new LinkedHashMap<>(source.get()));
      fields = known;
    }
    return known;
  }

  /** The field called {@code key}. */
  public Optional<Field> field(String key) {
    return Optional.ofNullable(fields().get(key));
  }

  /** An object of which nothing is set, as the API server prints it. */
  public ObjectTree zero() {
    var zero = new ObjectTree.Builder(4);
    fields()
        .forEach(
            (key, field) -> {
              if (field.always()) {
                zero.put(key, field.zero());
              }
            });
    return zero.build();
  }

  @Override
  public String toString() {
    return "Struct[" + name + "]";
  }
}
