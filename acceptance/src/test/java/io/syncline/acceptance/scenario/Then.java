package io.syncline.acceptance.scenario;

import io.syncline.acceptance.Eventually;
import io.syncline.model.object.Manifest;
import java.time.Duration;
import java.util.function.Consumer;

/** What is expected, waited for until it holds. */
public final class Then {
  /** Only bounds how long a failure takes. */
  private static final Duration LIMIT =
      Duration.ofSeconds(Integer.getInteger("syncline.scenarios.seconds", 30));

  private final Given given;
  private final Scenario scenario;

  Then(Given given) {
    this.given = given;
    this.scenario = given.scenario();
  }

  /** All of these hold at the same time, at the latest when the limit is over. */
  public Then expect(Expectation... expectations) {
    try {
      Eventually.holds(
          LIMIT,
          () -> {
            for (var expectation : expectations) {
              expectation.check(scenario);
            }
          });
    } catch (AssertionError e) {
      var told = new AssertionError(e.getMessage() + "\n" + scenario.describe());
      told.setStackTrace(e.getStackTrace());
      throw told;
    }
    return this;
  }

  /** The Application is as {@code claim} says, at the latest when the limit is over. */
  public Then application(Consumer<Manifest> claim) {
    return expect(s -> claim.accept(s.existing()));
  }

  /** Goes on with what somebody does. */
  public When when() {
    return new When(given);
  }

  /** Goes on with other givens for the same application. */
  public Given given() {
    return given;
  }

  /** The scenario, for its names. */
  public Scenario scenario() {
    return scenario;
  }
}
