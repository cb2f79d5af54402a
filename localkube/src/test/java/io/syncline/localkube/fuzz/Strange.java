package io.syncline.localkube.fuzz;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Spoils values, texts and bytes by a seeded source of chance. */
final class Strange {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "-",
          ".",
          "..",
          "/",
          "a",
          "A",
          "%",
          "%2F",
          "%00",
          "%zz",
          "null",
          "true",
          "0",
          "-1",
          "1",
          "9223372036854775807",
          "99999999999999999999",
          "1e400",
          "NaN",
          "\u0000",
          "é",
          "\uD83D\uDE00",
          "\uD800",
          "\uFEFF",
          "a b",
          "a=b",
          "a in (b,c)",
          "!a",
          "$patch",
          "a,b",
          "~1",
          "~2",
          "\"",
          "\\",
          "\r\n",
          "{}",
          "[]",
          "x".repeat(300),
          "a".repeat(40) + "!",
          "2026-01-01T00:00:00Z",
          "9999999-99-99",
          "1.5",
          "100m",
          "1Ei",
          "v1",
          "default",
          "metadata.name",
          "[[[[",
          "(a+)+$",
          "${x}",
          "{.a[*].b}",
          "kubernetes.io/x");

  private static final List<String> DIRECTIVES =
      List.of(
          "$patch",
          "$retainKeys",
          "$setElementOrder/containers",
          "$deleteFromPrimitiveList/a",
          "$setElementOrder/ports",
          "metadata",
          "spec",
          "apiVersion",
          "kind",
          "status",
          "name");

  final Random random;

  Strange(long seed) {
    random = new Random(seed);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  String text() {
    return one(TEXTS);
  }

  @Nullable Object value() {
    return switch (random.nextInt(13)) {
      case 0 -> null;
      case 1 -> -1L;
      case 2 -> text();
      case 3 -> one(List.of(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, 4_294_967_296L));
      case 4 -> List.of();
      case 5 -> ObjectTree.EMPTY;
      case 6 -> one(List.of(1.5, -0.0, 1.5e300, 1e-300));
      case 7 -> new BigInteger("123456789012345678901234567890");
      case 8 -> chance(0.5);
      case 9 -> deep(random.nextInt(60));
      case 10 -> Tree.list(Arrays.asList(null, text(), 1L, ObjectTree.EMPTY));
      case 11 -> ObjectTree.EMPTY.with(one(DIRECTIVES), one(List.of("delete", "replace", "x")));
      default -> ObjectTree.of("name", List.of(ObjectTree.of("key", true)));
    };
  }

  private Object deep(int depth) {
    Object value = "deep";
    for (var i = 0; i < depth; i++) {
      value = chance(0.5) ? List.of(value) : ObjectTree.of("a", value);
    }
    return value;
  }

  /** {@code value} with some parts replaced, dropped, doubled or added. */
  @Nullable Object spoilt(@Nullable Object value, double share) {
    if (chance(share)) {
      return value();
    }
    return switch (value) {
      case ObjectTree tree -> {
        var builder = new ObjectTree.Builder(tree.size());
        for (var key : tree.keySet()) {
          if (!chance(share / 2)) {
            builder.put(chance(share / 2) ? text() : key, spoilt(tree.get(key), share));
          }
        }
        if (chance(share / 2)) {
          builder.put(chance(0.5) ? one(DIRECTIVES) : text(), value());
        }
        yield builder.build();
      }
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>();
        for (var item : list) {
          items.add(spoilt(item, share));
          if (chance(share)) {
            items.add(item);
          }
        }
        yield Tree.list(items);
      }
      case null, default -> value;
    };
  }

  /** {@code value} in some syntax, sometimes with spoilt bytes. */
  byte[] bytes(@Nullable Object value) {
    var text = chance(0.8) ? Json.write(value) : Yaml.write(value);
    if (chance(0.04)) {
      text = text.replaceFirst("\"name\":", "\"name\":\"x\",\"name\":");
    }
    if (chance(0.02)) {
      text = "[".repeat(1 + random.nextInt(5_000)) + text;
    }
    if (chance(0.02)) {
      text = "{\"a\":".repeat(1 + random.nextInt(3_000)) + "1" + "}".repeat(random.nextInt(3_000));
    }
    return chance(0.08) ? spoilt(text.getBytes(StandardCharsets.UTF_8)) : utf8(text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  byte[] spoilt(byte[] bytes) {
    var next = bytes.clone();
    if (next.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(next, random.nextInt(next.length));
      case 1 -> {
        for (var i = 0; i <= random.nextInt(4); i++) {
          next[random.nextInt(next.length)] = (byte) random.nextInt();
        }
        yield next;
      }
      case 2 -> utf8("\uFEFF" + new String(next, StandardCharsets.UTF_8));
      default -> {
        var twice = Arrays.copyOf(next, next.length * 2);
        System.arraycopy(next, 0, twice, next.length, next.length);
        yield twice;
      }
    };
  }

  /** Bytes of a protobuf message that are mostly well formed. */
  byte[] protobuf(String apiVersion, String kind) {
    var meta = message(new byte[0], 1, utf8(apiVersion));
    meta = message(meta, 2, utf8(kind));
    var body = random(random.nextInt(4));
    if (chance(0.7)) {
      body = message(message(new byte[0], 1, message(new byte[0], 1, utf8("pb"))), 2, body);
    }
    var envelope = message(message(new byte[0], 1, meta), 2, body);
    var whole = new byte[envelope.length + 4];
    System.arraycopy(new byte[] {'k', '8', 's', 0}, 0, whole, 0, 4);
    System.arraycopy(envelope, 0, whole, 4, envelope.length);
    return chance(0.3) ? spoilt(whole) : whole;
  }

  private byte[] random(int depth) {
    var bytes = new byte[0];
    for (var i = 0; i < random.nextInt(5); i++) {
      var content = depth > 0 && chance(0.6) ? random(depth - 1) : utf8(text());
      bytes = message(bytes, 1 + random.nextInt(40), content);
    }
    return bytes;
  }

  private byte[] message(byte[] head, int field, byte[] content) {
    var wire = chance(0.97) ? 2 : random.nextInt(8);
    var out = new java.io.ByteArrayOutputStream();
    out.writeBytes(head);
    varint(out, ((long) field << 3) | wire);
    varint(out, chance(0.98) ? content.length : random.nextLong());
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static void varint(java.io.ByteArrayOutputStream out, long value) {
    var rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
