#!/usr/bin/env node
/**
 * Runs the end-to-end tests: `node run.mjs [direct | conformance | clients]`, everything without an argument.
 *
 * The conformance suite and the Inspector need Node 22.19. Where the installed one is older,
 * this starts itself again with the one that came with `npm ci`.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 19)) {
    await import('./support/main.mjs');
} else {
    const again = spawn(newerNode(), process.argv.slice(1), { stdio: 'inherit' });
    again.on('close', (code) => process.exit(code ?? 1));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.on(signal, () => again.kill(signal));
    }
}

function newerNode() {
    const bundled = `node-${process.platform}-${process.arch}/bin/node`;
    try {
        return createRequire(import.meta.url).resolve(bundled);
    } catch {
        console.error(`Node ${process.versions.node} is too old (expected: >= 22.19), and ${bundled} is not installed`);
        process.exit(1);
    }
}
