/** The gateway under test: the path in the environment variable GATEWAY, or the launcher of this repository. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { root } from './paths.mjs';
import { start } from './processes.mjs';

const command = resolve(root, process.env.GATEWAY ?? '../gateway');

/**
 * Starts a gateway.
 *
 * @param folder where its files are; its output and its audit log go there too
 * @param files what to write into that folder, by name, `gateway.yaml` among them
 */
export async function startGateway(folder, files) {
    for (const [name, content] of Object.entries(files)) {
        writeFileSync(join(folder, name), content);
    }
    return start('gateway', command, ['run', join(folder, 'gateway.yaml')], {
        ready: /^MCP Gateway ready/m,
        seconds: 60,
        log: join(folder, 'gateway.log'),
    });
}
