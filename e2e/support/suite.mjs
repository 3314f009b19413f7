/** The conformance suite of the MCP project, as a function from a URL to results. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { out, suite } from './paths.mjs';
import { Failure } from './steps.mjs';

const run = promisify(execFile);

/**
 * What is run, and how many scenarios must be green: those that a requirement set scores,
 * and all that a wire version has.
 */
export const runs = [
    requirements('2025-11-25', 30),
    requirements('2026-07-28', 37),
    everything('2025-03-26', 1),
    everything('2025-06-18', 27),
    everything('2025-11-25', 33),
    everything('2026-07-28', 40),
];

function requirements(revision, green) {
    return { name: `requirements ${revision}`, args: ['--requirements', revision], requirements: revision, green };
}

function everything(version, green) {
    return { name: `everything on wire ${version}`, args: ['--suite', 'all', '--spec-version', version], green };
}

/**
 * Runs the scenarios against a server.
 *
 * @param where what the suite writes goes to `out/conformance/<where>`
 * @returns scenario → check → statuses
 */
export async function results({ name, args }, url, where) {
    const results = out('conformance', where.replaceAll(' ', '-'), name.replaceAll(' ', '-'));
    rmSync(results, { recursive: true });
    const command = [suite, 'server', '--url', url, ...args, '--timeout', '8000', '-o', results];
    // The exit code is 1 as soon as a scenario is red; what is red, or missing, is read from the results.
    await run(process.execPath, command, { timeout: 120_000 }).catch((ended) => {
        if (ended.code !== 1 && !ended.killed) {
            throw ended;
        }
    });
    const scenarios = {};
    for (const directory of readdirSync(results).sort()) {
        const scenario = directory.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '');
        const checks = {};
        for (const { id, status } of JSON.parse(readFileSync(join(results, directory, 'checks.json'), 'utf8'))) {
            // INFO is what the suite saw on the wire, not what it thinks of it.
            if (status !== 'INFO') {
                checks[id] = [...(checks[id] ?? []), status].sort();
            }
        }
        scenarios[scenario] = checks;
    }
    if (Object.keys(scenarios).length === 0) {
        throw new Failure(`no results in ${results}`);
    }
    return scenarios;
}

/** The scenarios that a requirement set scores. */
export async function scoredScenarios(revision) {
    const { stdout } = await run(process.execPath, [suite, 'list', '--server', '--requirements', revision]);
    const section = stdout.slice(stdout.indexOf('Server scenarios')).split('\n\n')[0];
    return [...section.matchAll(/^ {2}- (\S+)/gm)].map(([, scenario]) => scenario);
}

export function isGreen(checks = {}) {
    const statuses = Object.values(checks).flat();
    return statuses.includes('SUCCESS') && !statuses.includes('FAILURE');
}
