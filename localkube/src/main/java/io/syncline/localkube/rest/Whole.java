package io.syncline.localkube.rest;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps halves of characters out of texts: escapes can write them, but no encoding can. */
final class Whole {
  private Whole() {}

  /** {@code value}, read from {@code body}, with a replacement character for each half. */
  static @Nullable Object value(byte[] body, @Nullable Object value) {
    return mayHold(body) ? mended(value) : value;
  }

  private static boolean mayHold(byte[] body) {
    for (var i = 0; i + 2 < body.length; i++) {
      if (body[i] == '\\' && (body[i + 1] | 32) == 'u') {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object mended(@Nullable Object value) {
    return switch (value) {
      case String text -> text(text);
      case ObjectTree tree -> {
        var builder = new ObjectTree.Builder(tree.size());
        tree.forEach((key, member) -> builder.put(text(key), mended(member)));
        yield builder.build();
      }
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> items.add(mended(item)));
        yield Tree.list(items);
      }
      case null, default -> value;
    };
  }

  private static String text(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    var out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
