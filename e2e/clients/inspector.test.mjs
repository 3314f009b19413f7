/** The Inspector, as it is used on a command line. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';

import { inspector, out } from '../support/paths.mjs';
import { everything, fixture, token } from './gateway.mjs';

/** @returns the exit code and what was printed as JSON */
async function inspect(route, args, authorization) {
    const header =
        authorization === undefined ? ['--header', `Authorization: Bearer ${await token(route)}`] : authorization;
    const options = [
        '--cli',
        route,
        '--transport',
        'http',
        '--format',
        'json',
        '--stored-auth-only',
        '-q',
        ...header,
        ...args,
    ];
    const env = { ...process.env, HOME: out('inspector'), MCP_INSPECTOR_SECRET_STORE: 'memory' };
    return new Promise((resolve) => {
        execFile(process.execPath, [inspector, ...options], { env, timeout: 12_000 }, (error, stdout, stderr) =>
            resolve({ exit: error?.code ?? 0, result: stdout && JSON.parse(stdout).result, stderr }),
        );
    });
}

test('everything, Inspector: lists tools', async () => {
    const { result, stderr } = await inspect(everything, ['--method', 'tools/list']);
    const names = result?.tools.map((tool) => tool.name);
    assert.ok(names?.includes('echo') && !names.includes('get-env'), `${names} ${stderr}`);
});

test('everything, Inspector: calls a tool', async () => {
    const { result, stderr } = await inspect(everything, [
        '--method',
        'tools/call',
        '--tool-name',
        'echo',
        '--tool-arg',
        'message=hi',
    ]);
    assert.equal(result?.content[0].text, 'Echo: hi', stderr);
});

test('everything, Inspector: reads a resource', async () => {
    const uri = 'demo://resource/dynamic/text/1';
    const { result, stderr } = await inspect(everything, ['--method', 'resources/read', '--uri', uri]);
    assert.equal(result?.contents[0].uri, uri, stderr);
});

test('everything, Inspector: gets a prompt', async () => {
    const args = ['--method', 'prompts/get', '--prompt-name', 'args-prompt', '--prompt-args', 'city=Brno'];
    const { result, stderr } = await inspect(everything, args);
    assert.equal(result?.messages[0].content.text, "What's weather in Brno?", stderr);
});

test('everything, Inspector: cannot call what the policy denies', async () => {
    const { exit } = await inspect(everything, ['--method', 'tools/call', '--tool-name', 'get-env']);
    assert.notEqual(exit, 0);
});

test('everything, Inspector: knows that it needs a token', async () => {
    const { exit, stderr } = await inspect(everything, ['--method', 'tools/list'], []);
    assert.equal(exit, 3, stderr);
});

for (const era of ['legacy', 'auto', 'modern']) {
    test(`fixture, Inspector ${era}: calls a tool`, async () => {
        const args = ['--protocol-era', era, '--method', 'tools/call', '--tool-name', 'test_simple_text'];
        const { result, stderr } = await inspect(fixture, args);
        assert.equal(result?.content[0].text, 'This is a simple text response for testing.', stderr);
    });
}
