/** Says what passed and what failed, one line each, and counts. */
let passed = 0;
let failed = 0;

/** @param detail what a reader needs to understand a failure */
export function record(ok, name, milliseconds, detail) {
    ok ? passed++ : failed++;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${(milliseconds / 1000).toFixed(1)} s)`);
    if (!ok && detail) {
        console.log(detail.replace(/^/gm, '       '));
    }
}

/** Runs a step that fails by throwing; whatever it returns is the answer. */
export async function step(name, body) {
    const start = performance.now();
    try {
        const answer = await body();
        record(true, name, performance.now() - start);
        return answer;
    } catch (failure) {
        record(false, name, performance.now() - start, failure instanceof Failure ? failure.message : failure.stack);
        return undefined;
    }
}

/** A failure that its message explains completely. */
export class Failure extends Error {}

/** The last line, and the exit code. Nothing passed is a failure too. */
export function summary() {
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 && passed > 0 ? 0 : 1;
}
