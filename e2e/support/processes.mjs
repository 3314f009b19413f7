/** The servers that a run needs, as child processes: started, awaited, ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { Failure } from './steps.mjs';

const running = new Set();

export async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

/**
 * Starts a server and waits until a line of its output matches {@code ready}.
 *
 * @returns a function that ends it with SIGTERM, and with SIGKILL if it does not listen to that
 */
export async function start(name, command, args, { ready, env = {}, timeout = 30_000 }) {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
    ended.then(() => running.delete(child));

    let output = '';
    const isReady = new Promise((resolve) => {
        const read = (chunk) => {
            output = (output + chunk).slice(-100_000);
            if (ready.test(output)) {
                resolve('ready');
            }
        };
        child.stdout.setEncoding('utf8').on('data', read);
        child.stderr.setEncoding('utf8').on('data', read);
    });

    const stop = async () => {
        child.kill('SIGTERM');
        if ((await Promise.race([ended, sleep(10_000, 'late', { ref: false })])) === 'late') {
            child.kill('SIGKILL');
            await ended;
            throw new Failure(`${name} did not end within 10 s of SIGTERM\n${output}`);
        }
    };
    stop.output = () => output;

    const first = await Promise.race([isReady, ended, sleep(timeout, 'late', { ref: false })]);
    if (first !== 'ready') {
        const why = first === 'late' ? `said nothing like ${ready} within ${timeout / 1000} s` : `ended: ${first}`;
        await stop();
        throw new Failure(`${name} ${why}\n${output}`);
    }
    return stop;
}

/** Whatever ends this process ends the servers too. */
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => process.exit(1));
}
