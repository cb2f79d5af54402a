package io.syncline.server.api;

import io.syncline.model.object.Manifest;
import io.syncline.server.http.ApiException;
import io.syncline.server.port.ApplicationDetails;

/** Refuses Applications that cannot work before they are stored (semantics 3). */
final class SpecCheck {
  private SpecCheck() {}

  /**
   * Passes {@code application} on when its project permits it and it can be rendered.
   *
   * @param render whether to try; what the project says counts either way
   * @throws ApiException saying everything that is wrong
   */
  static Manifest require(ApplicationDetails details, Manifest application, boolean render) {
    var problems = details.specProblems(application, render);
    if (!problems.isEmpty()) {
      throw ApiException.invalid(
          "application spec for "
              + application.name()
              + " is invalid: "
              + String.join("; ", problems));
    }
    return application;
  }
}
