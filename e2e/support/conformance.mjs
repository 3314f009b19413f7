/**
 * The conformance suite, directly and through the gateway: the gateway must change nothing.
 *
 * `differences.json` lists the checks in which it does. A difference that is not listed fails,
 * and so does a listed one that is no longer there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startGateway } from './gateway.mjs';
import { out, root } from './paths.mjs';
import { freePort } from './processes.mjs';
import { Failure, step } from './steps.mjs';
import { isGreen, results, runs, scoredScenarios } from './suite.mjs';
import { startFixture } from './upstreams.mjs';

const known = JSON.parse(readFileSync(join(root, 'differences.json'), 'utf8'));

for (const difference of known) {
    if (!runs.some((run) => run.name === difference.run)) {
        throw new Failure(`differences.json: no run has the name ${difference.run}`);
    }
}

/** Only the fixture: does it still deserve to be compared with? */
export async function direct() {
    const fixture = await startFixture();
    for (const run of runs) {
        await resultsOf(run, 'directly', fixture.url);
    }
    await fixture.stop();
}

export async function conformance() {
    const fixture = await startFixture();
    const gateway = await step('gateway starts for the conformance suite', () => startPlainGateway(fixture.url));
    for (const run of gateway ? runs : []) {
        const expected = await resultsOf(run, 'directly', fixture.url);
        const actual = await resultsOf(run, 'through the gateway', gateway.url);
        if (expected && actual) {
            await step(`${run.name}: the gateway changes nothing`, () => compare(run.name, expected, actual));
        }
    }
    if (gateway) {
        await step('gateway ends after the conformance suite', gateway.stop);
    }
    await fixture.stop();
}

/** One open route without a policy: the suite can neither bring a token nor be told other names. */
async function startPlainGateway(upstream) {
    const port = await freePort();
    const stop = await startGateway(out('gateway', 'conformance'), {
        'gateway.yaml': `listeners:
  - { name: public, address: "127.0.0.1:${port}", public-url: "http://localhost:${port}", plaintext: true }
admin: { address: "127.0.0.1:${await freePort()}" }
upstreams:
  - { name: fixture, url: "${upstream}", protocol: auto }
routes:
  - { path: /mcp, upstream: fixture, anonymous: true, permit-all: true }
audit: { directory: audit }
`,
    });
    return { url: `http://127.0.0.1:${port}/mcp`, stop };
}

/** Runs the suite; every scenario that counts must be green. Answers with the results even if some are not. */
async function resultsOf(run, where, url) {
    let scenarios;
    await step(`${run.name}: ${run.green} of ${run.green} are green ${where}`, async () => {
        scenarios = await results(run, url, where);
        const counted = run.requirements ? await scoredScenarios(run.requirements) : Object.keys(scenarios);
        const red = counted.filter((scenario) => !isGreen(scenarios[scenario]));
        if (red.length > 0 || counted.length !== run.green) {
            throw new Failure(`${counted.length - red.length} of ${counted.length} are green; red: ${red.join(', ')}`);
        }
    });
    return scenarios;
}

function compare(run, expected, actual) {
    const found = differences(run, expected, actual);
    writeFileSync(
        join(out('conformance'), `differences-${run.replaceAll(' ', '-')}.json`),
        JSON.stringify(found, null, 2),
    );
    const lines = (list) => list.map((difference) => JSON.stringify(difference));
    const listed = lines(known.filter((difference) => difference.run === run));
    const unlisted = lines(found).filter((line) => !listed.includes(line));
    const gone = listed.filter((line) => !lines(found).includes(line));
    if (unlisted.length + gone.length > 0) {
        throw new Failure(
            [
                ...unlisted.map((line) => `not in differences.json: ${line}`),
                ...gone.map((line) => `no longer there: ${line}`),
            ].join('\n'),
        );
    }
}

function differences(run, expected, actual) {
    const found = [];
    for (const scenario of union(expected, actual)) {
        for (const check of union(expected[scenario], actual[scenario])) {
            const direct = expected[scenario]?.[check]?.join(' ') ?? 'absent';
            const gateway = actual[scenario]?.[check]?.join(' ') ?? 'absent';
            if (direct !== gateway) {
                found.push({ run, scenario, check, direct, gateway });
            }
        }
    }
    return found;
}

function union(one = {}, other = {}) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}
