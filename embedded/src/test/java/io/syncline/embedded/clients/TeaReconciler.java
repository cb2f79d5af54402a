package io.syncline.embedded.clients;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;

/** An operator with everything at its defaults: a recipe, then the cups, then the status. */
@Workflow(
    dependents = {
      @Dependent(name = "recipe", type = TeaReconciler.Recipe.class),
      @Dependent(
          type = TeaReconciler.Cups.class,
          dependsOn = "recipe",
          readyPostcondition = TeaReconciler.AllReady.class)
    })
@ControllerConfiguration
public final class TeaReconciler implements Reconciler<Tea>, Cleaner<Tea> {
  private final String name;
  private final BlockingQueue<String> seen;

  TeaReconciler(String name, BlockingQueue<String> seen) {
    this.name = name;
    this.seen = seen;
  }

  @Override
  public UpdateControl<Tea> reconcile(Tea tea, Context<Tea> context) {
    var ready =
        context
            .managedWorkflowAndDependentResourceContext()
            .getWorkflowReconcileResult()
            .orElseThrow()
            .allDependentResourcesReady();
    seen.add(name + " reconciles " + tea.getMetadata().getName());
    var change = new Tea();
    change.setMetadata(
        new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
            .withName(tea.getMetadata().getName())
            .withNamespace(tea.getMetadata().getNamespace())
            .build());
    change.setStatus(new Tea.State());
    change.getStatus().message = ready ? "brewed" : "brewing";
    change.getStatus().ready =
        context
            .getSecondaryResource(Deployment.class)
            .map(d -> Objects.requireNonNullElse(d.getStatus().getReadyReplicas(), 0))
            .orElse(0);
    return UpdateControl.patchStatus(change);
  }

  @Override
  public DeleteControl cleanup(Tea tea, Context<Tea> context) {
    seen.add(name + " cleans up " + tea.getMetadata().getName());
    return DeleteControl.defaultDelete();
  }

  /** The ConfigMap. */
  @KubernetesDependent
  public static final class Recipe extends CRUDKubernetesDependentResource<ConfigMap, Tea> {
    @Override
    protected ConfigMap desired(Tea tea, Context<Tea> context) {
      return new ConfigMapBuilder()
          .withNewMetadata()
          .withName(tea.getMetadata().getName())
          .withNamespace(tea.getMetadata().getNamespace())
          .endMetadata()
          .withData(Map.of("sort", tea.getSpec().sort))
          .build();
    }
  }

  /** The Deployment. */
  @KubernetesDependent
  public static final class Cups extends CRUDKubernetesDependentResource<Deployment, Tea> {
    @Override
    protected Deployment desired(Tea tea, Context<Tea> context) {
      return new DeploymentBuilder(
              Fabric.deployment(tea.getMetadata().getName(), tea.getSpec().cups))
          .editMetadata()
          .withNamespace(tea.getMetadata().getNamespace())
          .endMetadata()
          .build();
    }
  }

  /** Whether all cups are there. */
  public static final class AllReady implements Condition<Deployment, Tea> {
    @Override
    public boolean isMet(
        DependentResource<Deployment, Tea> dependent, Tea tea, Context<Tea> context) {
      return dependent
          .getSecondaryResource(tea, context)
          .filter(d -> d.getStatus() != null)
          .filter(d -> Objects.equals(d.getStatus().getReadyReplicas(), d.getSpec().getReplicas()))
          .isPresent();
    }
  }
}
