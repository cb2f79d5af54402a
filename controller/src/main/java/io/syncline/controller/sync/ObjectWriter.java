package io.syncline.controller.sync;

import io.syncline.engine.annotations.Authorship;
import io.syncline.engine.plan.ApplyOptions;
import io.syncline.engine.sync.Step;
import io.syncline.kube.Cluster;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.apply.Applied;
import io.syncline.kube.apply.KubectlApply;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.object.Manifest;
import java.time.Duration;
import java.util.Optional;

/**
 * Writes one object. What is live is known from the cache, so an object that is as it should be
 * costs no request, and one that is not costs one.
 */
final class ObjectWriter {
  private static final Duration ESTABLISHED_WITHIN = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final LiveCache cache;
  private final KubectlApply apply;
  private final SettledObjects settled = new SettledObjects();

  ObjectWriter(Cluster cluster, LiveCache cache) {
    this.cluster = cluster;
    this.cache = cache;
    this.apply = new KubectlApply(cluster);
  }

  /** Writes; returns what the cluster said, as kubectl says it. */
  String write(Step.Write write, SyncExecutor.Manner manner) {
    var target = write.task().target().orElseThrow();
    var how = write.options();
    var options =
        WriteOptions.by(Authorship.MANAGER)
            .as(manner.user())
            .dryRun(how.dryRun())
            .validation(how.validate() ? "Strict" : "Ignore");
    if (how.dryRun()) {
      return rehearsed(target, how, options, manner) + " (dry run)";
    }
    var live = cache.get(target.key());
    if (!write.task().outOfSync()) {
      var before = live.flatMap(l -> settled.message(target, l, how.method()));
      if (before.isPresent()) {
        return before.get();
      }
    }
    var done = written(target, live, how, options, manner.migrated());
    remember(target, done, how.method());
    cache.observe(done.object());
    if (target.kind().equals("CustomResourceDefinition")) {
      awaitEstablished(done.object());
    }
    return how.method() == ApplyOptions.Method.REPLACE && inPlace(target)
        ? target.kind() + "/" + target.name() + " updated"
        : done.message();
  }

  /** In an operation that is to be carried out it is enough that the kind is served. */
  private String rehearsed(
      Manifest target, ApplyOptions how, WriteOptions options, SyncExecutor.Manner manner) {
    if (!manner.onServer() || !namespaceExists(target)) {
      return cluster.kindOf(target).named(target.name()) + " configured";
    }
    return switch (how.method()) {
      case CLIENT_SIDE -> apply.clientSide(target, options, how.force()).message();
      case SERVER_SIDE -> apply.serverSide(target, options.force(true)).message();
      case REPLACE -> apply.replace(target, options, how.force() && !inPlace(target)).message();
    };
  }

  private Applied written(
      Manifest target,
      Optional<Manifest> live,
      ApplyOptions how,
      WriteOptions options,
      String former) {
    return switch (how.method()) {
      case CLIENT_SIDE -> clientSide(target, live, how, options);
      case SERVER_SIDE -> {
        if (how.migrate() && live.isPresent()) {
          new FieldMigration(cluster, former, Authorship.MANAGER)
              .migrate(target, live.get(), options);
        }
        yield apply.serverSide(target, options.force(true));
      }
      case REPLACE -> apply.replace(target, options, how.force() && !inPlace(target));
    };
  }

  private Applied clientSide(
      Manifest target, Optional<Manifest> live, ApplyOptions how, WriteOptions options) {
    return live.isEmpty() || live.get().apiVersion().equals(target.apiVersion())
        ? apply.clientSide(target, live, options, how.force())
        : apply.clientSide(target, options, how.force());
  }

  private void remember(Manifest target, Applied done, ApplyOptions.Method method) {
    var sure =
        switch (method) {
          // What a webhook changed would be applied again: only what needed nothing is settled.
          case CLIENT_SIDE -> done.outcome() == Applied.Outcome.UNCHANGED;
          case SERVER_SIDE -> true;
          case REPLACE -> false;
        };
    if (sure) {
      settled.remember(target, done.object(), method, done.message());
    }
  }

  /** Deleting one of these to make it anew would take everything in it along. */
  private static boolean inPlace(Manifest target) {
    return target.kind().equals("CustomResourceDefinition") || target.kind().equals("Namespace");
  }

  private boolean namespaceExists(Manifest target) {
    return target.namespace().isEmpty()
        || cluster.get(cluster.kind("v1", "Namespace"), "", target.namespace()).isPresent();
  }

  private void awaitEstablished(Manifest definition) {
    var kind = cluster.kindOf(definition);
    var end = System.nanoTime() + ESTABLISHED_WITHIN.toNanos();
    var current = definition;
    while (!LiveCache.established(current) && System.nanoTime() < end) {
      try {
        Thread.sleep(Duration.ofMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      current = cluster.get(kind, "", definition.name()).orElse(definition);
    }
    cluster.rediscover();
  }
}
