/** The MCP servers behind the gateway. */
import { join } from 'node:path';

import { everything, root } from './paths.mjs';
import { freePort, start } from './processes.mjs';

/** Our own fixture: both eras. */
export async function startFixture() {
    const port = await freePort();
    const stop = await start('fixture', process.execPath, [join(root, 'fixture', 'server.mjs'), String(port)], {
        ready: /^fixture ready/m,
    });
    return { url: `http://127.0.0.1:${port}/mcp`, stop };
}

/** The server that the MCP project publishes for testing clients: legacy only. */
export async function startEverything() {
    const port = await freePort();
    const loopback = join(root, 'support', 'loopback.cjs');
    const stop = await start(
        'server-everything',
        process.execPath,
        ['--require', loopback, everything, 'streamableHttp'],
        {
            ready: /listening on port/,
            env: { PORT: String(port) },
        },
    );
    return { url: `http://127.0.0.1:${port}/mcp`, stop };
}
