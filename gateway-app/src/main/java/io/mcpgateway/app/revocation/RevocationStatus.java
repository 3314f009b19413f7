package io.mcpgateway.app.revocation;

/**
 * How revocations stand.
 *
 * @param inForce how many there are
 * @param kept whether all of them would survive a restart
 * @param sharing whether they are to be shared with other replicas
 * @param shared whether the other replicas know them, and we theirs, as far as one can tell now
 * @param synced whether the others' have been seen since the start; true if there are no others
 * @param known whether exchanges may be served by what is known
 * @param failedWrites how often the file could not be written
 * @param malformed how many entries of others were not revocations
 */
public record RevocationStatus(
    int inForce,
    boolean kept,
    boolean sharing,
    boolean shared,
    boolean synced,
    boolean known,
    long failedWrites,
    long malformed) {}
