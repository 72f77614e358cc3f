package io.vectorcluster.operator.core.status;

/**
 * Something worth an Event, once.
 *
 * @param warning whether someone may have to look
 * @param reason a word in CamelCase
 */
public record Happening(boolean warning, String reason, String message) {}
