package io.syncline.engine.target;

import io.syncline.model.application.Application;
import io.syncline.model.project.Project;
import java.util.Optional;

/**
 * What {@link Target#prepare} needs besides the rendered manifests.
 *
 * @param app the application
 * @param instanceName its name for tracking ({@link Application#instanceName})
 * @param tracking how ownership is written
 * @param destinationNamespace given to namespaced objects that have none, "" when the application
 *     names none
 * @param scopes which kinds are namespaced
 * @param project the application's project; empty when it was not found
 * @param exclusions kinds to leave out
 */
public record TargetRequest(
    Application app,
    String instanceName,
    Tracking tracking,
    String destinationNamespace,
    Scopes scopes,
    Optional<Project> project,
    Exclusions exclusions) {}
