package io.syncline.render.helm;

import io.syncline.lang.glob.Glob;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoObject;
import io.syncline.lang.gotemplate.GoStrings;
import io.syncline.model.source.SourcePath;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code .Files}: a map from path to bytes with methods. */
final class FileSet extends AbstractMap<String, Object> implements GoObject {
  private final SortedMap<String, byte[]> files;

  FileSet(SortedMap<String, byte[]> files) {
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return Collections.unmodifiableSortedMap(new TreeMap<String, Object>(files)).entrySet();
  }

  @Override
  public String typeName() {
    return "engine.files";
  }

  @Override
  public Optional<Member> member(String name) {
    var method =
        switch (name) {
          case "Get" -> GoFunction.of("string", a -> ChartLoader.text(bytes(a[0])));
          case "GetBytes" -> GoFunction.of("string", a -> bytes(a[0]));
          case "Glob" -> GoFunction.of("string", a -> glob(String.valueOf(a[0])));
          case "Lines" -> GoFunction.of("string", a -> lines(ChartLoader.text(bytes(a[0]))));
          case "AsConfig" -> GoFunction.of("", a -> byName(ChartLoader::text));
          case "AsSecrets" -> GoFunction.of("", a -> byName(Base64.getEncoder()::encodeToString));
          default -> null;
        };
    return Optional.ofNullable(method).map(Member::new);
  }

  private byte[] bytes(@Nullable Object path) {
    return files.getOrDefault(String.valueOf(path), new byte[0]);
  }

  private FileSet glob(String pattern) {
    Glob glob;
    try {
      glob = Glob.of(pattern, '/');
    } catch (Glob.GlobException malformed) {
      // Helm takes everything then.
      glob = Glob.of("**");
    }
    var matching = new TreeMap<String, byte[]>();
    for (var file : files.entrySet()) {
      if (glob.matches(file.getKey())) {
        matching.put(file.getKey(), file.getValue());
      }
    }
    return new FileSet(matching);
  }

  private static GoStrings lines(String text) {
    if (text.isEmpty()) {
      return new GoStrings(List.of());
    }
    var body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return new GoStrings(Arrays.asList(body.split("\n", -1)));
  }

  private String byName(Function<byte[], String> form) {
    if (files.isEmpty()) {
      return "{}";
    }
    var named = new TreeMap<String, @Nullable Object>();
    files.forEach((path, bytes) -> named.put(SourcePath.name(path), form.apply(bytes)));
    return HelmFunctions.yaml(named);
  }

  @Override
  public String text() {
    return GoFormat.text(plain());
  }

  @Override
  public Object plain() {
    return new TreeMap<String, Object>(files);
  }
}
