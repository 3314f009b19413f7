package io.mcpgateway.policy.access;

import java.util.BitSet;
import java.util.Set;

/**
 * What one set of roles is to a policy. Nobody changes it.
 *
 * @param names the roles, included ones too
 * @param roles their numbers
 * @param rules the numbers of the rules that apply to them
 * @param tools what permits them any tool at all, or what denies it
 */
record Caller(Set<String> names, BitSet roles, BitSet rules, Decision tools) {}
