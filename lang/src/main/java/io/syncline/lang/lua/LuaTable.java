package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table: a list from 1 on, and other keys in the order they came. */
final class LuaTable {
  private final Budget budget;
  private final List<Object> array = new ArrayList<>();
  private final List<Object> keys = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private final Map<Object, Integer> places = new HashMap<>();
  private int removed;
  private Optional<LuaTable> metatable = Optional.empty();

  LuaTable(Budget budget) {
    this.budget = budget;
    budget.bytes(64);
  }

  Optional<LuaTable> metatable() {
    return metatable;
  }

  void metatable(Optional<LuaTable> table) {
    metatable = table;
  }

  Object get(Object key) {
    if (key instanceof Double d) {
      var i = d.intValue();
      if (i == d && i >= 1 && i <= array.size()) {
        return array.get(i - 1);
      }
    }
    var place = places.get(normal(key));
    return place == null ? Nil.NIL : values.get(place);
  }

  void set(Object key, Object value) {
    if (key instanceof Double d) {
      var i = d.intValue();
      if (i == d && i >= 1 && i <= array.size() + 1) {
        setArray(i, value);
        return;
      }
    }
    setHash(normal(key), value);
  }

  /** Both zeros are one key. */
  private static Object normal(Object key) {
    return key instanceof Double d && d == 0 ? (Object) 0.0 : key;
  }

  private void setArray(int i, Object value) {
    if (i <= array.size()) {
      array.set(i - 1, value);
      while (!array.isEmpty() && array.getLast() == Nil.NIL) {
        array.removeLast();
      }
      return;
    }
    if (value == Nil.NIL) {
      setHash((double) i, value);
      return;
    }
    budget.bytes(16);
    array.add(value);
    forget((double) i);
    while (true) {
      var next = (double) array.size() + 1;
      var place = places.get(next);
      var moved = place == null ? Nil.NIL : values.get(place);
      if (moved == Nil.NIL) {
        return;
      }
      forget(next);
      array.add(moved);
    }
  }

  private void forget(Object key) {
    var place = places.get(key);
    if (place != null && values.get(place) != Nil.NIL) {
      values.set(place, Nil.NIL);
      removed++;
    }
  }

  private void setHash(Object key, Object value) {
    var place = places.get(key);
    if (place != null) {
      var was = values.get(place) == Nil.NIL;
      var is = value == Nil.NIL;
      removed += (is ? 1 : 0) - (was ? 1 : 0);
      values.set(place, value);
      return;
    }
    if (value == Nil.NIL) {
      return;
    }
    budget.bytes(64);
    if (removed > 16 && removed > keys.size() / 2) {
      compact();
    }
    places.put(key, keys.size());
    keys.add(key);
    values.add(value);
  }

  private void compact() {
    var oldKeys = List.copyOf(keys);
    var oldValues = List.copyOf(values);
    keys.clear();
    values.clear();
    places.clear();
    removed = 0;
    for (var i = 0; i < oldKeys.size(); i++) {
      if (oldValues.get(i) != Nil.NIL) {
        places.put(oldKeys.get(i), keys.size());
        keys.add(oldKeys.get(i));
        values.add(oldValues.get(i));
      }
    }
  }

  /** The number of entries of the list. */
  int length() {
    return array.size();
  }

  /** The list itself, for the table library. */
  List<Object> array() {
    return array;
  }

  Budget budget() {
    return budget;
  }

  /**
   * The key behind {@code key}, NIL when it is the last; NIL asks for the first.
   *
   * @throws LuaException when {@code key} is none of this table
   */
  Object next(Object key) {
    var i = 0;
    if (key instanceof Double d && d.intValue() == d && d >= 1 && d <= array.size()) {
      i = d.intValue();
    } else if (key != Nil.NIL) {
      return nextHash(key);
    }
    for (; i < array.size(); i++) {
      if (array.get(i) != Nil.NIL) {
        return (double) i + 1;
      }
    }
    return hashFrom(0);
  }

  private Object nextHash(Object key) {
    var place = places.get(normal(key));
    if (place != null) {
      return hashFrom(place + 1);
    }
    // A list that shrank while it was walked.
    if (key instanceof Double d && d >= 1) {
      return hashFrom(0);
    }
    throw new LuaException("invalid key to 'next'");
  }

  private Object hashFrom(int start) {
    for (var i = start; i < keys.size(); i++) {
      if (values.get(i) != Nil.NIL) {
        return keys.get(i);
      }
    }
    return Nil.NIL;
  }
}
