package io.syncline.lang.lua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The variables that can be seen inside one function while it is read. */
final class Scope {
  private record Variable(String name, int slot) {}

  private final Optional<Scope> outer;
  private final boolean varargs;
  private final Deque<Variable> visible = new ArrayDeque<>();
  private final List<Node.Capture> captures = new ArrayList<>();
  private int slots;

  Scope(Optional<Scope> outer, boolean varargs) {
    this.outer = outer;
    this.varargs = varargs;
  }

  boolean varargs() {
    return varargs;
  }

  /** A new local; it hides older ones of that name. */
  int declare(String name) {
    visible.push(new Variable(name, slots));
    return slots++;
  }

  /** A slot nobody can name yet. */
  int reserve() {
    return slots++;
  }

  /** Makes a reserved slot known by a name. */
  void name(String name, int slot) {
    visible.push(new Variable(name, slot));
  }

  int mark() {
    return visible.size();
  }

  /** Forgets what was declared since {@code mark}. */
  void close(int mark) {
    while (visible.size() > mark) {
      visible.pop();
    }
  }

  Node.Target resolve(String name, int line) {
    var local = local(name);
    if (local.isPresent()) {
      return new Node.Local(name, local.get());
    }
    var upvalue = upvalue(name);
    return upvalue.isPresent()
        ? new Node.Upvalue(name, upvalue.get())
        : new Node.Global(name, line);
  }

  private Optional<Integer> local(String name) {
    return visible.stream().filter(v -> v.name().equals(name)).findFirst().map(Variable::slot);
  }

  private Optional<Integer> upvalue(String name) {
    if (outer.isEmpty()) {
      return Optional.empty();
    }
    var local = outer.get().local(name);
    var capture =
        local.isPresent()
            ? local.map(slot -> new Node.Capture(true, slot))
            : outer.get().upvalue(name).map(place -> new Node.Capture(false, place));
    return capture.map(this::place);
  }

  private int place(Node.Capture capture) {
    var known = captures.indexOf(capture);
    if (known >= 0) {
      return known;
    }
    captures.add(capture);
    return captures.size() - 1;
  }

  List<Node.Capture> captures() {
    return captures;
  }

  int slots() {
    return slots;
  }
}
