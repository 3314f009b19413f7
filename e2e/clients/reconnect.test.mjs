/** Sessions of the legacy era that break, go on elsewhere, and end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { everything, fixture, token } from './gateway.mjs';
import { connect, v1, v2Legacy } from './peers.mjs';

const textOf = (result) => result.content.map((block) => block.text).join('\n');

/** How to greet each upstream, and what it says of a session that it does not know (the specification says 404). */
const upstreams = [
    { name: 'everything', route: everything, tool: 'echo', args: { message: 'hello' }, unknownSession: [400, 404] },
    { name: 'fixture', route: fixture, tool: 'test_echo', args: { value: 'hello' }, unknownSession: [404] },
];

for (const peer of [v1, v2Legacy]) {
    test(`reconnect, ${peer.name}: the result arrives although the stream broke in the middle`, async (t) => {
        const connection = await connect(t, peer, fixture);
        assert.equal(textOf(await connection.call('test_reconnection', {})), 'You came back');
    });

    for (const { name, route, tool, args, unknownSession } of upstreams) {
        test(`reconnect, ${name}, ${peer.name}: an ended session is gone, and a new one works`, async (t) => {
            const connection = await connect(t, peer, route);
            const ended = connection.transport.sessionId;
            await connection.transport.terminateSession();
            await connection.close();

            const answer = await post(route, ended, { jsonrpc: '2.0', id: 1, method: 'tools/list' });
            assert.ok(unknownSession.includes(answer.status), `status ${answer.status}`);

            const again = await connect(t, peer, route);
            assert.notEqual(again.transport.sessionId, ended);
            assert.match(textOf(await again.call(tool, args)), /hello/);
        });
    }
}

test('reconnect, TypeScript SDK v1: a session goes on over new connections', async (t) => {
    const first = await connect(t, v1, everything);
    const { sessionId } = first.transport;
    await first.close();

    const transport = new StreamableHTTPClientTransport(new URL(everything), {
        sessionId,
        requestInit: { headers: { authorization: `Bearer ${await token(everything)}` } },
    });
    const second = new Client({ name: 'mcp-gateway-e2e', version: '1.0.0' });
    t.after(() => second.close());
    await second.connect(transport);
    assert.match(textOf(await second.callTool({ name: 'echo', arguments: { message: 'hello again' } })), /hello again/);
    assert.equal(transport.sessionId, sessionId);
});

test('reconnect: a session belongs to the one who opened it', async (t) => {
    const connection = await connect(t, v1, everything);
    const answer = await post(
        everything,
        connection.transport.sessionId,
        { jsonrpc: '2.0', id: 1, method: 'tools/list' },
        { sub: 'eve' },
    );
    assert.ok(answer.status === 403 || answer.status === 404, `status ${answer.status}`);
});

async function post(route, session, message, claims) {
    const response = await fetch(route, {
        method: 'POST',
        headers: {
            authorization: `Bearer ${await token(route, claims)}`,
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
            'mcp-session-id': session,
            'mcp-protocol-version': '2025-11-25',
        },
        body: JSON.stringify(message),
    });
    await response.body?.cancel();
    return response;
}
