package io.syncline.engine.health;

import io.syncline.model.status.Health;
import java.util.Optional;

/**
 * What a check said of an object.
 *
 * @param health how it is; empty when nothing judges its kind
 * @param problem why the check could not tell, when it failed
 */
public record Judgement(Optional<Health> health, Optional<String> problem) {}
