package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;

import io.syncline.testservers.OciServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Projects that want commits signed: which are deployed, and what is said of the others. */
@Scenarios
class SignatureTest {
  private static final String FAILED = "GIT/GPG: Failed verifying revision";

  @AfterAll
  static void end() {
    Signer.end();
  }

  /** Everything is permitted, and commits are to be signed by one of {@code keys}. */
  private static String policy(String keys) {
    return """
        sourceRepos: ['*']
        destinations: [{namespace: '*', server: '*'}]
        clusterResourceWhitelist: [{group: '*', kind: '*'}]
        sourceIntegrity: {git: {policies: [{repos: [{url: '*'}], gpg: {mode: head, keys: [%s]}}]}}
        """
        .formatted(keys);
  }

  private static Given guestbook() {
    return given("guestbook").ownProject(policy(Signer.here().keyId()));
  }

  private static Given knowingTheKey(Given given) {
    return given.with(Signer.here()::known);
  }

  private static void signedCommit(Repository files) {
    Signer.here().commits(files, "signed.txt");
  }

  private static void refused(When create, String revision, String why) {
    create
        .trying()
        .sync()
        .then()
        .expect(
            operation("Error"),
            sync("OutOfSync"),
            health("Missing"),
            condition("ComparisonError", FAILED + revision),
            condition("ComparisonError", why));
  }

  private static Then deployed(When create) {
    return create
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"), noConditions());
  }

  @Test
  void an_unsigned_commit_is_not_deployed() {
    refused(guestbook().when().create(), "", "unsigned (key_id=)");
  }

  @Test
  void a_signature_by_a_key_nobody_knows_does_not_count() {
    refused(
        guestbook().files(SignatureTest::signedCommit).when().create(),
        "",
        "signed with key not in keyring (key_id=" + Signer.here().keyId() + ")");
  }

  @Test
  void a_signature_by_a_key_that_is_not_listed_does_not_count() {
    refused(
        knowingTheKey(given("guestbook").ownProject(policy("")))
            .files(SignatureTest::signedCommit)
            .when()
            .create(),
        "",
        "signed with unallowed key (key_id=" + Signer.here().keyId() + ")");
  }

  @Test
  void an_unsigned_branch_is_not_deployed() {
    refused(
        knowingTheKey(guestbook()).flags("--revision", "master").when().create(),
        "",
        "unsigned (key_id=)");
  }

  @Test
  void an_annotated_tag_must_be_signed_itself() {
    refused(
        knowingTheKey(guestbook())
            .files(SignatureTest::signedCommit)
            .files(f -> f.git("tag", "-a", "unsigned-tag", "-m", "told"))
            .flags("--revision", "unsigned-tag")
            .when()
            .create(),
        " unsigned-tag by",
        "unsigned (key_id=)");
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_signed_branch_is_deployed() {
    deployed(
        knowingTheKey(guestbook())
            .files(SignatureTest::signedCommit)
            .flags("--revision", "master")
            .when()
            .create());
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_signed_tag_of_a_range_is_deployed() {
    deployed(
        knowingTheKey(guestbook())
            .files(SignatureTest::signedCommit)
            .files(f -> Signer.here().tags(f, "1.0"))
            .flags("--revision", "1.*")
            .when()
            .create());
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_signed_commit_is_deployed_by_an_application_of_a_team() {
    deployed(
        knowingTheKey(guestbook())
            .in(Place.THEIRS)
            .files(SignatureTest::signedCommit)
            .when()
            .create());
  }

  @Test
  @Scenarios.NeedsWorkloads
  void what_was_rendered_before_does_not_outlive_the_demand() {
    var given = knowingTheKey(guestbook()).files(SignatureTest::signedCommit);
    deployed(given.when().create());
    given
        .ownProject(policy(""))
        .when()
        .trying()
        .sync()
        .then()
        .expect(
            operation("Error"),
            condition("ComparisonError", FAILED),
            condition(
                "ComparisonError",
                "signed with unallowed key (key_id=" + Signer.here().keyId() + ")"));
  }

  private static Given twoFolders() {
    return knowingTheKey(guestbook()).files(f -> f.testdata("two-nice-pods"));
  }

  private static When createdOfTwo(Given given, String first, String second) {
    return given
        .when()
        .createWith(
            """
            source: null
            sources:
            - {repoURL: "%1$s", path: guestbook%2$s}
            - {repoURL: "%1$s", path: two-nice-pods%3$s}
            """
                .formatted(given.scenario().repository().url(), first, second));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void each_source_that_is_not_signed_is_told() {
    createdOfTwo(twoFolders(), ", name: uno", "")
        .trying()
        .sync()
        .then()
        .expect(
            operation("Error"),
            sync("OutOfSync"),
            health("Missing"),
            condition("ComparisonError", "GIT/GPG: source uno: Failed verifying revision"),
            condition("ComparisonError", "GIT/GPG: source 2 of 2: Failed verifying revision"),
            condition("ComparisonError", "unsigned (key_id=)"))
        .when()
        .commits(f -> f.write("fake.yaml", ""))
        .does(s -> signedCommit(s.repository()))
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"), noConditions());
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_key_that_is_taken_away_counts_no_more_for_any_source() {
    createdOfTwo(
            twoFolders().files(SignatureTest::signedCommit), ", name: valid", ", name: also-valid")
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"), noConditions())
        .when()
        .cli("gpg", "rm", Signer.here().keyId())
        .does(s -> Signer.here().commits(s.repository(), "fake.yaml"))
        .trying()
        .sync()
        .then()
        .expect(
            condition("ComparisonError", "GIT/GPG: source valid: Failed verifying revision"),
            condition("ComparisonError", "GIT/GPG: source also-valid: Failed verifying revision"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void artifacts_of_registries_need_no_signature() {
    var given = guestbook();
    var servers = Servers.of(given.scenario());
    var registry = servers.registry();
    registry.pushTo("guestbook", "1.0.0", OciServer.FILES, Servers.files("guestbook", "", ""));
    var url = "oci://" + registry.http.host() + "/guestbook";
    servers.add(url, "--type", "oci", "--insecure-oci-force-http");
    given.files(f -> f.testdata("guestbook_local")).at(url, ".").flags("--revision", "1.0.0");
    var root = given.scenario().repository().files().toString();
    deployed(given.when().create())
        .when()
        .sync("--local", root + "/guestbook_local", "--local-repo-root", root, "--force")
        .then()
        .expect(operation("Succeeded"));
  }
}
