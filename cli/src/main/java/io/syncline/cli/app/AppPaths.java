package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;

/** Addresses of one application in the API. */
final class AppPaths {
  static final String ALL = "/api/v1/applications";

  private AppPaths() {}

  /** Name of the application in {@code name} or {@code namespace/name}. */
  static String bare(String qualified) {
    return qualified.substring(qualified.indexOf('/') + 1);
  }

  static String one(String qualified) {
    return ALL + "/" + ApiClient.segment(bare(qualified));
  }

  static String stream(String qualified) {
    return "/api/v1/stream/applications?name=" + ApiClient.segment(bare(qualified));
  }
}
