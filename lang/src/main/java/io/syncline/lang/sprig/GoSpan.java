package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoObject;
import java.time.Duration;
import java.util.Optional;

/** A Go {@code time.Duration}, as one time less another gives it. */
record GoSpan(Duration span) implements GoObject {
  private static final double NANOS = 1e9;
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  @Override
  public String typeName() {
    return "time.Duration";
  }

  @Override
  public Optional<Member> member(String name) {
    var method =
        switch (name) {
          case "Hours" -> GoFunction.of("", a -> seconds() / HOUR);
          case "Minutes" -> GoFunction.of("", a -> seconds() / MINUTE);
          case "Seconds" -> GoFunction.of("", a -> seconds());
          case "Milliseconds" -> GoFunction.of("", a -> span.toMillis());
          case "Microseconds" -> GoFunction.of("", a -> span.toNanos() / 1000);
          case "Nanoseconds" -> GoFunction.of("", a -> span.toNanos());
          case "String" -> GoFunction.of("", a -> text());
          case "Abs" -> GoFunction.of("", a -> new GoSpan(span.abs()));
          default -> null;
        };
    return Optional.ofNullable(method).map(Member::new);
  }

  private double seconds() {
    return span.getSeconds() + span.getNano() / NANOS;
  }

  @Override
  public String text() {
    return GoDuration.text(span);
  }

  @Override
  public Object plain() {
    return span.toNanos();
  }
}
