package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.number;
import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random text, repeatable by seed. */
final class RandomFunctions {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";
  private static final String ASCII =
      IntStream.range(32, 127).mapToObj(Character::toString).collect(Collectors.joining());

  private RandomFunctions() {}

  static void addTo(Map<String, GoFunction> all, SeededRandom random) {
    all.put(
        "randAlphaNum", GoFunction.of("int", a -> pick(random, number(a[0]), LETTERS + DIGITS)));
    all.put("randAlpha", GoFunction.of("int", a -> pick(random, number(a[0]), LETTERS)));
    all.put("randNumeric", GoFunction.of("int", a -> pick(random, number(a[0]), DIGITS)));
    all.put("randAscii", GoFunction.of("int", a -> pick(random, number(a[0]), ASCII)));
    all.put(
        "randBytes",
        GoFunction.of("int", a -> Base64.getEncoder().encodeToString(bytes(random, number(a[0])))));
    all.put(
        "randInt",
        GoFunction.of(
            "int int",
            a -> {
              if (number(a[1]) <= number(a[0])) {
                throw new CallException("invalid argument to Intn");
              }
              return GoFormat.integer(random.nextInt(number(a[0]), number(a[1])));
            }));
    all.put("shuffle", GoFunction.of("string", a -> shuffle(random, string(a[0]))));
    all.put("uuidv4", GoFunction.of("", a -> uuid(bytes(random, 16))));
  }

  private static byte[] bytes(SeededRandom random, int count) {
    var bytes = new byte[bounded(count)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static int bounded(int count) {
    if (count < 0 || count > 1 << 20) {
      throw new CallException("random length " + count + " (expected: 0 to 1048576)");
    }
    return count;
  }

  private static String pick(SeededRandom random, int count, String alphabet) {
    var out = new StringBuilder();
    for (var i = bounded(count); i > 0; i--) {
      out.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return out.toString();
  }

  private static String shuffle(SeededRandom random, String text) {
    var points = text.codePoints().toArray();
    for (var i = points.length - 1; i > 0; i--) {
      var other = random.nextInt(i + 1);
      var point = points[i];
      points[i] = points[other];
      points[other] = point;
    }
    return new String(points, 0, points.length);
  }

  private static String uuid(byte[] b) {
    b[6] = (byte) (b[6] & 0x0f | 0x40);
    b[8] = (byte) (b[8] & 0x3f | 0x80);
    var hex = java.util.HexFormat.of().formatHex(b);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }
}
