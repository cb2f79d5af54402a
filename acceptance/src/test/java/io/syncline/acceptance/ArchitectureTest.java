package io.syncline.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The shape of the house, one rule a method. When a rule fails, look at the example it names rather
 * than at the rule.
 */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // Tests of several modules share it, so it is no test itself to a build.
          .withImportOption(location -> !location.contains("testservers"))
          .importPackages("io.syncline");

  private static final String[] CORE = {
    "io.syncline.model..", "io.syncline.lang..", "io.syncline.merge..", "io.syncline.engine.."
  };

  private static String module(String name) {
    return "io.syncline." + name + "..";
  }

  private static String[] modules(String... names) {
    return Arrays.stream(names).map(ArchitectureTest::module).toArray(String[]::new);
  }

  @Test
  void model_and_lang_know_nobody_above_them() {
    noClasses()
        .that()
        .resideInAnyPackage(modules("model", "lang"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            modules(
                "merge",
                "engine",
                "render",
                "outbound",
                "git",
                "registry",
                "kube",
                "localkube",
                "workloads",
                "controller",
                "server",
                "pipeline",
                "cli",
                "app"))
        .because("values and languages are what everybody shares; see model.object.ObjectKey")
        .check(ALL);
  }

  @Test
  void the_product_does_not_know_the_servers_of_its_tests() {
    noClasses().should().dependOnClassesThat().resideInAPackage(module("testservers")).check(ALL);
  }

  @Test
  void the_way_out_knows_nobody_of_the_house() {
    noClasses()
        .that()
        .resideInAPackage(module("outbound"))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are the house's own",
                (JavaClass c) ->
                    c.getPackageName().startsWith("io.syncline")
                        && !c.getPackageName().startsWith("io.syncline.outbound")))
        .because("git, registry and kube share it and nothing else; see outbound.TlsMaterial")
        .check(ALL);
    noClasses()
        .that()
        .resideOutsideOfPackages(modules("outbound", "git", "registry", "kube"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(module("outbound"))
        .because("who reaches other servers goes through one of the three")
        .check(ALL);
  }

  @Test
  void decisions_renderers_git_and_clusters_do_not_know_each_other() {
    var siblings = List.of("engine", "render", "git", "registry", "kube", "localkube");
    for (var one : siblings) {
      var others = siblings.stream().filter(s -> !s.equals(one)).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(module(one))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              Stream.concat(
                      Arrays.stream(modules(others)),
                      Arrays.stream(modules("controller", "server", "pipeline", "cli", "app")))
                  .toArray(String[]::new))
          .because("data flows one way and meets in the shell; see controller.application")
          .check(ALL);
    }
  }

  @Test
  void the_shells_do_not_know_each_other() {
    var shells = List.of("controller", "server", "pipeline", "cli");
    for (var one : shells) {
      var others = shells.stream().filter(s -> !s.equals(one)).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(module(one))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              Stream.concat(Arrays.stream(modules(others)), Stream.of(module("app")))
                  .toArray(String[]::new))
          .because(
              "only app sees all; see server.port.ApplicationDetails for how to ask a neighbour")
          .check(ALL);
    }
  }

  @Test
  void the_test_cluster_is_nobodys_part_and_knows_no_gitops() {
    noClasses()
        .that()
        .resideInAPackage(module("embedded"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            modules(
                "engine",
                "render",
                "outbound",
                "git",
                "registry",
                "kube",
                "controller",
                "server",
                "pipeline",
                "cli",
                "app"))
        .because("it is for programs that have nothing to do with Syncline")
        .check(ALL);
    noClasses()
        .that()
        .resideOutsideOfPackage(module("embedded"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(module("embedded"))
        .because("the product wires localkube and workloads itself; see app.Embedded")
        .check(ALL);
  }

  @Test
  void no_packages_form_a_cycle() {
    slices().matching("io.syncline.(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void the_core_has_no_clock_no_randomness_and_no_threads() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Thread.class, java.util.Random.class, java.util.concurrent.ThreadLocalRandom.class)
        .because("what is decided must depend on what is given; see engine.health.DeploymentHealth")
        .check(ALL);
  }

  @Test
  void the_core_has_no_files_no_network_and_no_logger() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "java.nio.file..", "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.io.File.class, java.io.FileInputStream.class, java.net.Socket.class)
        .because("the shell reads and writes; see git.GitTree")
        .check(ALL);
  }

  @Test
  void third_parties_stay_with_their_adapter() {
    only("org.eclipse.jgit..", "io.syncline.git..");
    only(
        "com.linecorp.armeria..",
        "io.syncline.localkube.http..",
        "io.syncline.localkube",
        "io.syncline.server..",
        "io.syncline.app..");
    only(
        "org.snakeyaml..",
        "io.syncline.model.yaml..",
        "io.syncline.pipeline..",
        "io.syncline.render..");
    only("net.thisptr..", "io.syncline.engine..");
    only("picocli..", "io.syncline.cli..", "io.syncline.app..");
    only("org.sqlite..", "io.syncline.localkube.store..");
    only("org.junit..", "io.syncline.embedded.junit..");
  }

  private static void only(String library, String... adapters) {
    noClasses()
        .that()
        .resideInAPackage("io.syncline..")
        .and()
        .resideOutsideOfPackages(adapters)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(ALL);
  }

  @Test
  void every_package_is_null_marked() {
    classes()
        .that()
        .areTopLevelClasses()
        .should()
        .bePackagePrivate()
        .orShould()
        .bePublic()
        .andShould(
            new com.tngtech.archunit.lang.ArchCondition<>("stand in a package marked @NullMarked") {
              @Override
              public void check(JavaClass item, com.tngtech.archunit.lang.ConditionEvents events) {
                var marked =
                    item.getPackage().isAnnotatedWith(org.jspecify.annotations.NullMarked.class);
                events.add(
                    new com.tngtech.archunit.lang.SimpleConditionEvent(
                        item,
                        marked,
                        item.getPackageName() + " has no package-info with @NullMarked"));
              }
            })
        .check(ALL);
  }

  @Test
  void names_say_what_a_thing_is() {
    noClasses()
        .that()
        .resideInAPackage("io.syncline..")
        .and()
        // The field's own word for who owns fields under server-side apply.
        .doNotHaveSimpleName("FieldManager")
        .should()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .because("see any of the four exemplary pieces in ARCHITECTURE.md")
        .check(ALL);
  }

  @Test
  void only_the_entry_point_prints_to_the_process() {
    noClasses()
        .that(
            DescribedPredicate.not(
                DescribedPredicate.describe(
                    "Main", (JavaClass c) -> c.getName().equals("io.syncline.app.Main"))))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("commands print to the Terminal they are given; see cli.Terminal")
        .check(ALL);
  }

  @Test
  void maps_of_the_core_keep_their_order() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .callMethod(java.util.Map.class, "copyOf", java.util.Map.class)
        .orShould()
        .callMethod(java.util.Set.class, "copyOf", java.util.Collection.class)
        .because("their iteration order changes from run to run; see model.object.LiveState")
        .check(ALL);
  }
}
