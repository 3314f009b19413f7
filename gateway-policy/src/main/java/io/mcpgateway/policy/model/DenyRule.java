package io.mcpgateway.policy.model;

/** What nobody in {@code scope} may use, whatever their roles permit. */
public record DenyRule(String name, RoleScope scope, Selection denies) {}
