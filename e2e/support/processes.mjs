/** The servers that a run needs, as child processes: started, awaited, ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
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
 * Starts a server and waits until a line of its output matches `ready`.
 *
 * @param log a file that keeps the whole output
 * @returns a function that ends it with SIGTERM, and fails if it had already ended or does not listen to that
 */
export async function start(name, command, args, { ready, log, env = {}, seconds = 30 }) {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
    ended.then(() => running.delete(child));

    const file = log && createWriteStream(log);
    let output = '';
    const isReady = new Promise((resolve) => {
        const read = (chunk) => {
            file?.write(chunk);
            output = (output + chunk).slice(-10_000);
            if (ready.test(output)) {
                resolve('ready');
            }
        };
        child.stdout.setEncoding('utf8').on('data', read);
        child.stderr.setEncoding('utf8').on('data', read);
    });

    const within = (time, ...events) => Promise.race([...events, sleep(time * 1000, 'late', { ref: false })]);
    const failure = (what) => new Failure(`${name} ${what}\n${output}`.trimEnd());

    const first = await within(seconds, isReady, ended);
    if (first === 'late') {
        child.kill('SIGKILL');
        throw failure(`said nothing like ${ready} within ${seconds} s`);
    }
    if (first !== 'ready') {
        throw failure(`ended before it was ready: ${first}`);
    }
    return async () => {
        if (!running.has(child)) {
            throw failure('had ended by itself');
        }
        child.kill('SIGTERM');
        if ((await within(15, ended)) === 'late') {
            child.kill('SIGKILL');
            throw failure('did not end within 15 s of SIGTERM');
        }
    };
}

/** Whatever ends this process ends the servers too. */
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => process.exit(1));
}
