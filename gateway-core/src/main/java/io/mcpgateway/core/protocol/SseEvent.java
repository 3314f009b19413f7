package io.mcpgateway.core.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One server-sent event (WHATWG HTML, server-sent events).
 *
 * @param name the {@code event} field, {@code message} if there was none
 * @param data the {@code data} lines joined by line feeds; may be empty (a priming event)
 * @param id the {@code id} field of this event, or null if it had none
 * @param retry the {@code retry} field in milliseconds, or null if it had none
 */
public record SseEvent(String name, byte[] data, @Nullable String id, @Nullable Long retry) {}
