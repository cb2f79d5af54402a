package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoObject;
import io.syncline.lang.semver.Constraint;
import io.syncline.lang.semver.Version;
import java.util.Map;
import java.util.Optional;

/** Versions and ranges of versions. */
final class SemverFunctions {
  private SemverFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    all.put("semver", GoFunction.of("string", a -> new Shown(version(string(a[0])))));
    all.put(
        "semverCompare",
        GoFunction.of(
            "string string",
            a -> {
              var text = string(a[0]);
              var constraint =
                  Constraint.parse(text)
                      .orElseThrow(
                          () -> new CallException("improper constraint: " + GoFormat.quote(text)));
              return constraint.allows(version(string(a[1])));
            }));
  }

  private static Version version(String text) {
    return Version.parse(text).orElseThrow(() -> new CallException("invalid semantic version"));
  }

  /** A version with the methods templates call on it. */
  private record Shown(Version version) implements GoObject {
    @Override
    public String typeName() {
      return "*semver.Version";
    }

    @Override
    public Optional<Member> member(String name) {
      var method =
          switch (name) {
            case "Major" -> GoFunction.of("", a -> version.major());
            case "Minor" -> GoFunction.of("", a -> version.minor());
            case "Patch" -> GoFunction.of("", a -> version.patch());
            case "Prerelease" -> GoFunction.of("", a -> version.prerelease());
            case "Metadata" -> GoFunction.of("", a -> version.metadata());
            case "Original" -> GoFunction.of("", a -> version.original());
            case "String" -> GoFunction.of("", a -> version.toString());
            case "IncMajor" -> GoFunction.of("", a -> next(version.major() + 1, 0, 0));
            case "IncMinor" ->
                GoFunction.of("", a -> next(version.major(), version.minor() + 1, 0));
            case "IncPatch" ->
                GoFunction.of(
                    "",
                    a ->
                        next(
                            version.major(),
                            version.minor(),
                            version.patch() + (version.prerelease().isEmpty() ? 1 : 0)));
            case "Compare" ->
                GoFunction.of("any", a -> Integer.signum(version.compareTo(other(a[0]))));
            case "LessThan" -> GoFunction.of("any", a -> version.compareTo(other(a[0])) < 0);
            case "GreaterThan" -> GoFunction.of("any", a -> version.compareTo(other(a[0])) > 0);
            case "Equal" -> GoFunction.of("any", a -> version.compareTo(other(a[0])) == 0);
            default -> null;
          };
      return Optional.ofNullable(method).map(Member::new);
    }

    private static Shown next(long major, long minor, long patch) {
      return new Shown(SemverFunctions.version(major + "." + minor + "." + patch));
    }

    private static Version other(@org.jspecify.annotations.Nullable Object value) {
      if (value instanceof Shown shown) {
        return shown.version;
      }
      throw new CallException("not a version: " + GoFormat.typeName(value));
    }

    @Override
    public String text() {
      return version.toString();
    }

    @Override
    public Object plain() {
      return version.toString();
    }
  }
}
