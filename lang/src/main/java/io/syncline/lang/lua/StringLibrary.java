package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code string} library, whose functions strings also have as methods. */
final class StringLibrary {
  private static final String SPECIALS = "^$*+?.([%-";

  private StringLibrary() {}

  static void open(Machine machine) {
    var table = machine.strings();
    machine.globals().set("string", table);
    BaseLibrary.set(table, "len", (_, a) -> List.of((double) a.string(1).length()));
    BaseLibrary.set(table, "upper", (m, a) -> List.of(m.made(upper(a.string(1)))));
    BaseLibrary.set(table, "lower", (m, a) -> List.of(m.made(lower(a.string(1)))));
    BaseLibrary.set(
        table,
        "reverse",
        (m, a) -> List.of(m.made(new StringBuilder(a.string(1)).reverse().toString())));
    BaseLibrary.set(table, "rep", StringLibrary::rep);
    BaseLibrary.set(table, "sub", StringLibrary::sub);
    BaseLibrary.set(table, "byte", StringLibrary::bytes);
    BaseLibrary.set(table, "char", StringLibrary::chars);
    BaseLibrary.set(table, "format", (m, a) -> List.of(m.made(StringFormat.format(m, a))));
    BaseLibrary.set(table, "find", (m, a) -> find(m, a, true));
    BaseLibrary.set(table, "match", (m, a) -> find(m, a, false));
    BaseLibrary.set(table, "gmatch", StringLibrary::gmatch);
    BaseLibrary.set(table, "gfind", StringLibrary::gmatch);
    BaseLibrary.set(table, "gsub", Substitution::gsub);
  }

  private static String upper(String s) {
    return s.chars().anyMatch(c -> c > 127)
        ? Bytes.of(Bytes.text(s).toUpperCase(Locale.ROOT))
        : s.toUpperCase(Locale.ROOT);
  }

  private static String lower(String s) {
    return s.chars().anyMatch(c -> c > 127)
        ? Bytes.of(Bytes.text(s).toLowerCase(Locale.ROOT))
        : s.toLowerCase(Locale.ROOT);
  }

  private static List<Object> rep(Machine machine, Arguments a) {
    var text = a.string(1);
    var times = Math.max(a.integer(2), 0);
    machine.budget().bytes((long) text.length() * times);
    return List.of(text.repeat(times));
  }

  /** A place as scripts count it, negative ones from the end, as an offset. */
  private static int offset(int place, int length) {
    return place < 0 ? Math.max(length + place, 0) : Math.max(place - 1, 0);
  }

  private static List<Object> sub(Machine machine, Arguments a) {
    var text = a.string(1);
    var from = offset(a.integer(2, 1), text.length());
    var last = a.integer(3, -1);
    var to = last < 0 ? text.length() + last + 1 : Math.min(last, text.length());
    return List.of(from < to ? machine.made(text.substring(from, to)) : "");
  }

  private static List<Object> bytes(Machine machine, Arguments a) {
    var text = a.string(1);
    var first = a.integer(2, 1);
    var from = offset(first, text.length());
    var last = a.integer(3, first);
    var to = last < 0 ? text.length() + last + 1 : Math.min(last, text.length());
    var all = new ArrayList<Object>();
    for (var i = from; i < to; i++) {
      machine.budget().bytes(16);
      all.add((double) text.charAt(i));
    }
    return all;
  }

  private static List<Object> chars(Machine machine, Arguments a) {
    var out = new StringBuilder();
    for (var i = 1; i <= a.count(); i++) {
      var code = a.integer(i);
      if (code < 0 || code > 255) {
        throw a.wrong(i, "invalid value");
      }
      out.append((char) code);
    }
    return List.of(machine.made(out.toString()));
  }

  private static List<Object> find(Machine machine, Arguments a, boolean places) {
    var text = a.string(1);
    var wanted = a.string(2);
    var from = offset(a.integer(3, 1), text.length());
    if (from > text.length()) {
      return List.of(Nil.NIL);
    }
    var plain = wanted.chars().noneMatch(c -> SPECIALS.indexOf(c) >= 0);
    if (places && (plain || Values.truth(a.at(4)))) {
      machine.budget().steps(text.length() / 8L + (long) wanted.length());
      var at = text.indexOf(wanted, from);
      return at < 0 ? List.of(Nil.NIL) : List.of(at + 1.0, (double) at + wanted.length());
    }
    var pattern = new Pattern(machine.budget(), text, wanted);
    var range = pattern.find(from);
    if (range.isEmpty()) {
      return List.of(Nil.NIL);
    }
    var all = new ArrayList<Object>();
    if (places) {
      all.add(range.get().start() + 1.0);
      all.add((double) range.get().end());
    }
    for (var i = 0; i < (places ? pattern.captures() : pattern.values()); i++) {
      all.add(counted(machine, pattern.value(i, range.get())));
    }
    return all;
  }

  static Object counted(Machine machine, Object value) {
    return value instanceof String s ? machine.made(s) : value;
  }

  private static List<Object> gmatch(Machine machine, Arguments a) {
    var text = a.string(1);
    var pattern = new Pattern(machine.budget(), text, a.string(2));
    var next = new int[] {0};
    return List.of(
        new LuaFunction.Native(
            "gmatch",
            (m, _) -> {
              var range =
                  next[0] > text.length() ? Optional.<Pattern.Range>empty() : pattern.find(next[0]);
              if (range.isEmpty()) {
                next[0] = text.length() + 1;
                return List.of(Nil.NIL);
              }
              var found = range.get();
              next[0] = found.end() > found.start() ? found.end() : found.end() + 1;
              var all = new ArrayList<Object>();
              for (var i = 0; i < pattern.values(); i++) {
                all.add(counted(m, pattern.value(i, found)));
              }
              return all;
            }));
  }
}
