package io.syncline.lang.sprig;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Distinguished encoding of ASN.1, as far as certificates need it. */
final class Der {
  static final byte[] NULL = {5, 0};

  private Der() {}

  static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      var bytes = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
      out.write(0x80 | bytes);
      for (var i = bytes - 1; i >= 0; i--) {
        out.write(content.length >> (8 * i));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return tagged(0x30, out.toByteArray());
  }

  static byte[] bits(byte[] content) {
    var padded = new byte[content.length + 1];
    System.arraycopy(content, 0, padded, 1, content.length);
    return tagged(0x03, padded);
  }

  static byte[] oid(int... numbers) {
    var out = new ByteArrayOutputStream();
    out.write(numbers[0] * 40 + numbers[1]);
    for (var i = 2; i < numbers.length; i++) {
      for (var shift = 28; shift >= 0; shift -= 7) {
        if (shift == 0 || numbers[i] >> shift != 0) {
          out.write(numbers[i] >> shift & 0x7f | (shift == 0 ? 0 : 0x80));
        }
      }
    }
    return tagged(0x06, out.toByteArray());
  }

  /** The key inside a PKCS#8 envelope: the content of its third element. */
  static byte[] content(byte[] pkcs8) {
    var at = header(pkcs8, 0);
    at = end(pkcs8, at);
    at = end(pkcs8, at);
    return Arrays.copyOfRange(pkcs8, header(pkcs8, at), end(pkcs8, at));
  }

  private static int header(byte[] der, int at) {
    var length = der[at + 1] & 0xff;
    return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
  }

  private static int end(byte[] der, int at) {
    var first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return at + 2 + first;
    }
    var length = 0;
    for (var i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return header(der, at) + length;
  }
}
