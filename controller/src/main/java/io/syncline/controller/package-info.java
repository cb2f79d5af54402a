/**
 * The shell that acts: it makes clusters what Git says, and says what it found.
 *
 * <p>{@link io.syncline.controller.ApplicationController} is the story; the packages below are its
 * parts. {@link io.syncline.controller.ControlWatch} hears what people change, {@link
 * io.syncline.controller.Inspection} shows what there is. Decisions come from the engine; nothing
 * here knows HTTP or people.
 */
@NullMarked
package io.syncline.controller;

import org.jspecify.annotations.NullMarked;
