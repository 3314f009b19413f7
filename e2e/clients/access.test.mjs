/** Who gets in, and what they do not get to see. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { everything, fixture, token } from './gateway.mjs';
import { connect, v1, v2Modern } from './peers.mjs';

const initialize = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'mcp-gateway-e2e', version: '1.0.0' },
    },
});

const knock = (route, authorization) =>
    fetch(route, {
        method: 'POST',
        headers: {
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
            ...(authorization && { authorization }),
        },
        body: initialize,
    });

test('access: without a token the challenge says where to get one', async () => {
    const response = await knock(everything);
    assert.equal(response.status, 401);
    const [, metadata] = /^Bearer .*resource_metadata="([^"]+)"/.exec(response.headers.get('www-authenticate')) ?? [];
    assert.ok(metadata, `WWW-Authenticate: ${response.headers.get('www-authenticate')}`);
    assert.equal((await (await fetch(metadata)).json()).resource, everything);
});

const minutes = 60;
const now = () => Math.floor(Date.now() / 1000);

const bad = {
    'for another route': () => token(everything, { aud: fixture }),
    'for nobody': () => token(everything, { aud: undefined }),
    'of yesterday': () => token(everything, { iat: now() - 1440 * minutes, exp: now() - 1430 * minutes }),
    'of another issuer': () => token(everything, { iss: 'http://127.0.0.1:1' }),
    'signed by a stranger': () => token(everything, {}, { forged: true }),
    'without a signature': async () => {
        const [, claims] = (await token(everything)).split('.');
        return `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${claims}.`;
    },
    'that is none': async () => 'not-a-token',
};

for (const [kind, make] of Object.entries(bad)) {
    test(`access: a token ${kind} is refused`, async () => {
        const response = await knock(everything, `Bearer ${await make()}`);
        assert.equal(response.status, 401);
        assert.match(response.headers.get('www-authenticate'), /^Bearer .*error="invalid_token"/);
    });
}

test('access: a token in the query is no token', async () => {
    assert.equal((await knock(`${everything}?access_token=${await token(everything)}`)).status, 401);
});

/** What the other side says, success or not, with the name of the tool blanked out. */
async function answerTo(connection, tool, args = {}) {
    try {
        return JSON.stringify(await connection.call(tool, args)).replaceAll(tool, '<tool>');
    } catch (refusal) {
        return `${refusal.code} ${refusal.message}`.replaceAll(tool, '<tool>');
    }
}

for (const [peer, route, hidden] of [
    [v1, everything, 'get-env'],
    [v1, fixture, 'json_schema_2020_12_tool'],
    [v2Modern, fixture, 'json_schema_2020_12_tool'],
]) {
    const upstream = route === fixture ? 'fixture' : 'everything';

    test(`access, ${upstream}, ${peer.name}: a tool that the role does not have looks like one that does not exist`, async (t) => {
        const user = await connect(t, peer, route);
        assert.ok(!(await user.client.listTools()).tools.some((tool) => tool.name === hidden));
        assert.equal(await answerTo(user, hidden), await answerTo(user, 'there_is_no_such_tool'));
    });

    test(`access, ${upstream}, ${peer.name}: another role has it`, async (t) => {
        const admin = await connect(t, peer, route, { claims: { roles: ['admin'] } });
        assert.ok((await admin.client.listTools()).tools.some((tool) => tool.name === hidden));
    });

    test(`access, ${upstream}, ${peer.name}: without a role there is nothing`, async (t) => {
        const guest = await connect(t, peer, route, { claims: { sub: 'guest', roles: [] } });
        assert.deepEqual((await guest.client.listTools()).tools, []);
        assert.deepEqual((await guest.client.listResources()).resources, []);
        assert.deepEqual((await guest.client.listPrompts()).prompts, []);
        await assert.rejects(guest.client.readResource({ uri: 'test://static-text' }));
    });
}
