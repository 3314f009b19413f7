/** From a 401 to a working call: clients that bring nothing but the URL of a route. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { asked, authorizationIssuer, guarded, inBand, tell } from './gateway.mjs';
import { connect, v1, v2Auto, v2Legacy, v2Modern } from './peers.mjs';
import { registered, User } from './user.mjs';

const { tls } = JSON.parse(process.env.E2E);
const textOf = (result) => result.content.map((block) => block.text).join('\n');

beforeEach(() =>
    tell({
        behave: true,
        subject: 'ada',
        claims: { roles: ['user'] },
        'lifetime-seconds': 300,
        enable: ['DYNAMIC_REGISTRATION', 'REFRESH_TOKENS'],
    }),
);

async function echoes(connection) {
    assert.equal(textOf(await connection.call('test_echo', { value: 'hello' })), 'hello');
}

for (const peer of [v1, v2Legacy, v2Modern, v2Auto]) {
    test(`oauth, ${peer.name}: registers itself, logs in and calls`, async (t) => {
        const before = await asked();
        const user = new User();

        await echoes(await connect(t, peer, guarded, { user }));

        const { counts, authorizations, tokens } = await asked();
        assert.equal(counts.REGISTER, before.counts.REGISTER + 1);
        const authorization = authorizations.at(-1);
        assert.deepEqual(authorization.resource, [guarded]);
        assert.deepEqual(authorization.code_challenge_method, ['S256']);
        assert.deepEqual(tokens.at(-1).resource, [guarded]);
        assert.equal(user.claims.aud, guarded);
    });
}

for (const peer of [v1, v2Modern]) {
    test(`oauth, ${peer.name}: registered beforehand, public`, async (t) => {
        await tell({ disable: ['DYNAMIC_REGISTRATION'], client: registered('known') });
        const user = new User({ client: { client_id: 'known', issuer: authorizationIssuer } });
        await echoes(await connect(t, peer, guarded, { user }));
        assert.equal(user.claims.client_id, 'known');
    });

    test(`oauth, ${peer.name}: registered beforehand, with a secret`, async (t) => {
        const secret = randomUUID();
        await tell({ disable: ['DYNAMIC_REGISTRATION'], client: registered('confidential', secret) });
        const client = { client_id: 'confidential', client_secret: secret, issuer: authorizationIssuer };
        const user = new User({ client });
        await echoes(await connect(t, peer, guarded, { user }));
        assert.equal(user.claims.client_id, 'confidential');
    });

    test(`oauth, ${peer.name}: an id that is the URL of its metadata`, async (t) => {
        const metadataUrl = await publish(t, new User().clientMetadata);
        const user = new User({ metadataUrl });
        const before = await asked();

        await echoes(await connect(t, peer, guarded, { user }));

        assert.equal(user.claims.client_id, metadataUrl);
        const after = await asked();
        assert.equal(after.counts.REGISTER, before.counts.REGISTER);
        assert.ok(after['document-fetches'] > before['document-fetches']);
    });

    test(`oauth, ${peer.name}: a token that expired is refreshed in the middle of a session`, async (t) => {
        await tell({ 'lifetime-seconds': 1 });
        const user = new User();
        const connection = await connect(t, peer, guarded, { user });
        const { access_token: first } = user.tokens();
        await until(async () => (await knock(first)).status === 401);
        const session = connection.transport.sessionId;

        await tell({ 'lifetime-seconds': 300 });
        await echoes(connection);

        assert.notEqual(user.tokens().access_token, first);
        assert.equal(connection.transport.sessionId, session);
        const { tokens } = await asked();
        assert.deepEqual(tokens.at(-1).grant_type, ['refresh_token']);
        assert.deepEqual(tokens.at(-1).resource, [guarded]);
    });

    test(`oauth, ${peer.name}: a token for another audience stays out`, async (t) => {
        await tell({ lie: { TOKEN_AUDIENCE: 'https://else.example/mcp' } });
        const user = new User();

        await assert.rejects(connect(t, peer, guarded, { user }));

        const response = await knock(user.tokens().access_token);
        assert.equal(response.status, 401);
        assert.match(response.headers.get('www-authenticate'), /^Bearer .*error="invalid_token"/);
    });
}

for (const peer of [v1, v2Legacy, v2Modern]) {
    test(`oauth, ${peer.name}: a tool that needs another scope is called after the user agreed`, async (t) => {
        // With a refresh token SDK v1 refreshes what it has, and never asks for more.
        await tell({ [peer === v1 ? 'disable' : 'enable']: ['REFRESH_TOKENS'] });
        const user = new User();
        const connection = await connect(t, peer, guarded, { user });
        assert.equal(user.claims.scope, 'use');

        await assert.rejects(connection.call('test_simple_text', {}));
        assert.ok(user.isAsked);
        const back = await user.approves();
        await connection.transport.finishAuth(peer === v1 ? back.get('code') : back);

        assert.match(textOf(await connection.call('test_simple_text', {})), /simple text/);
        await echoes(connection);
        assert.deepEqual(user.claims.scope.split(' ').sort(), ['use', 'write']);
    });

    test(`oauth, ${peer.name}: where it is said in the answer, the session goes on`, async (t) => {
        const user = new User();
        const connection = await connect(t, peer, inBand, { user });
        const session = connection.transport.sessionId;

        await assert.rejects(connection.call('test_simple_text', {}), { code: 1403 });

        assert.ok(!user.isAsked);
        await echoes(connection);
        assert.equal(connection.transport.sessionId, session);
    });
}

test('oauth, TypeScript SDK v2: a client that is sent back by another server does not log in', async (t) => {
    await tell({ lie: { RESPONSE_ISSUER: 'https://else.example' } });
    const before = await asked();
    await assert.rejects(connect(t, v2Modern, guarded, { user: new User() }), /else\.example|issuer/i);
    assert.equal((await asked()).counts.TOKEN, before.counts.TOKEN);
});

/** What the gateway thinks of a token. */
function knock(token) {
    return fetch(guarded, {
        method: 'POST',
        headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    });
}

async function until(condition) {
    for (let tries = 0; !(await condition()); tries++) {
        assert.ok(tries < 100, 'not within 10 s');
        await sleep(100);
    }
}

/** Serves a client's metadata where https can be had: with the certificate of the gateway. */
async function publish(t, metadata) {
    const files = { cert: readFileSync(tls.certificate), key: readFileSync(tls.key) };
    const server = createServer(files, (_request, response) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ client_id: url, ...metadata })),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://localhost:${server.address().port}/client.json`;
    t.after(() => server.close());
    return url;
}
