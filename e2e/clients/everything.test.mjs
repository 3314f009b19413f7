/** What a user does with a server that the MCP project publishes, through TLS, a token and a policy. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { everything } from './gateway.mjs';
import { connect, v1, v2AutoLegacy, v2Legacy } from './peers.mjs';

const textOf = (result) => result.content.map((block) => block.text).join('\n');

for (const peer of [v1, v2Legacy, v2AutoLegacy]) {
    describe(peer.name, () => {
        const name = (what) => `everything, ${peer.name}: ${what}`;
        let connection;

        before(async () => {
            connection = await peer.connect(everything);
        });

        after(() => connection?.close());

        test(name('lists the tools that the policy permits, and no other'), async () => {
            const { tools } = await connection.client.listTools();
            assert.deepEqual(tools.map((tool) => tool.name).sort(), [
                'echo',
                'get-sum',
                'trigger-elicitation-request',
                'trigger-long-running-operation',
                'trigger-sampling-request',
            ]);
        });

        test(name('calls a tool'), async () => {
            assert.equal(textOf(await connection.call('echo', { message: 'žluťoučký 🐎' })), 'Echo: žluťoučký 🐎');
            assert.equal(textOf(await connection.call('get-sum', { a: 2, b: 3 })), 'The sum of 2 and 3 is 5.');
        });

        test(name('lists and reads resources'), async () => {
            const { resources } = await connection.client.listResources();
            assert.equal(resources.length, 7);
            const { resourceTemplates } = await connection.client.listResourceTemplates();
            assert.equal(resourceTemplates.length, 2);
            const uri = 'demo://resource/dynamic/text/1';
            const { contents } = await connection.client.readResource({ uri });
            assert.equal(contents[0].uri, uri);
            assert.match(contents[0].text, /^Resource 1/);
        });

        test(name('lists and gets prompts'), async () => {
            const { prompts } = await connection.client.listPrompts();
            assert.equal(prompts.length, 4);
            const { messages } = await connection.client.getPrompt({
                name: 'args-prompt',
                arguments: { city: 'Brno' },
            });
            assert.equal(messages[0].content.text, "What's weather in Brno?");
        });

        test(name('answers an elicitation'), async () => {
            assert.match(textOf(await connection.call('trigger-elicitation-request', {})), /Name: Ada/);
        });

        test(name('answers a sampling request'), async () => {
            assert.match(
                textOf(await connection.call('trigger-sampling-request', { prompt: 'Capital of France?' })),
                /Paris/,
            );
        });

        test(name('hears of progress'), async () => {
            const heard = [];
            const options = { onprogress: ({ progress, total }) => heard.push(`${progress}/${total}`) };
            await connection.call('trigger-long-running-operation', { duration: 0.4, steps: 4 }, options);
            assert.deepEqual(heard.slice(0, 3), ['1/4', '2/4', '3/4']);
        });

        test(name('cancels a call and goes on'), async () => {
            const options = { signal: AbortSignal.timeout(300) };
            const start = performance.now();
            await assert.rejects(connection.call('trigger-long-running-operation', { duration: 8, steps: 8 }, options));
            assert.ok(performance.now() - start < 4_000);
            assert.equal(textOf(await connection.call('echo', { message: 'still here' })), 'Echo: still here');
        });

        test(name('makes 50 calls at once in one session'), async () => {
            const sums = Array.from({ length: 50 }, async (_, i) =>
                textOf(await connection.call('get-sum', { a: i, b: 1 })),
            );
            assert.deepEqual(
                await Promise.all(sums),
                Array.from({ length: 50 }, (_, i) => `The sum of ${i} and 1 is ${i + 1}.`),
            );
        });

        test(name('works 10 times at once'), async (t) => {
            const others = Array.from({ length: 10 }, async (_, i) => {
                const other = await connect(t, peer, everything, { claims: { sub: `user-${i}` } });
                return textOf(await other.call('echo', { message: `client ${i}` }));
            });
            assert.deepEqual(
                await Promise.all(others),
                Array.from({ length: 10 }, (_, i) => `Echo: client ${i}`),
            );
        });
    });
}
