import { rmSync } from 'node:fs';

import { clients } from './clients.mjs';
import { conformance, direct } from './conformance.mjs';
import { out } from './paths.mjs';
import { summary } from './steps.mjs';

const parts = { direct: [direct], conformance: [conformance], clients: [clients], all: [conformance, clients] };
const wanted = process.argv[2] ?? 'all';

if (!parts[wanted]) {
    console.error(`unknown part: ${wanted} (expected: ${Object.keys(parts).join(', ')})`);
    process.exit(2);
}

rmSync(out(), { recursive: true });
const start = performance.now();
for (const part of parts[wanted]) {
    await part();
}
console.log(`\nafter ${Math.round((performance.now() - start) / 1000)} s`);
process.exit(summary());
