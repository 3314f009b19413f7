/** What a user does with an upstream that speaks both eras, in each of them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { fixture } from './gateway.mjs';
import { v1, v2Auto, v2Legacy, v2Modern } from './peers.mjs';

const textOf = (result) => result.content.map((block) => block.text).join('\n');

for (const peer of [v1, v2Legacy, v2Modern, v2Auto]) {
    describe(peer.name, () => {
        const name = (what) => `fixture, ${peer.name}: ${what}`;
        let connection;
        let toolsChanged;
        const toolChange = new Promise((resolve) => (toolsChanged = resolve));

        before(async () => {
            const listChanged = { tools: { autoRefresh: false, debounceMs: 0, onChanged: toolsChanged } };
            connection = await peer.connect(fixture, { listChanged });
        });

        after(() => connection?.close());

        test(name(`speaks ${peer.era}`), () => {
            assert.equal(connection.client.getProtocolEra?.() ?? 'legacy', peer.era);
            assert.equal(connection.transport.sessionId !== undefined, peer.era === 'legacy');
        });

        test(name('lists, calls, reads and gets'), async () => {
            const { tools } = await connection.client.listTools();
            assert.ok(tools.some((tool) => tool.name === 'test_echo'));
            assert.ok(!tools.some((tool) => tool.name === 'json_schema_2020_12_tool'), 'the policy hides it');
            assert.equal(textOf(await connection.call('test_echo', { value: 'hello' })), 'hello');
            const { contents } = await connection.client.readResource({ uri: 'test://template/7/data' });
            assert.equal(JSON.parse(contents[0].text).id, '7');
            const prompt = { name: 'test_prompt_with_arguments', arguments: { arg1: 'one', arg2: 'two' } };
            const { messages } = await connection.client.getPrompt(prompt);
            assert.match(messages[0].content.text, /arg1='one', arg2='two'/);
        });

        test(name('answers what the upstream asks'), async () => {
            assert.match(
                textOf(await connection.call('test_elicitation', { message: 'Who?' })),
                /accept.*"response":"Ada"/,
            );
            assert.equal(textOf(await connection.call('test_sampling', { prompt: 'Capital?' })), 'LLM response: Paris');
            assert.match(
                textOf(await connection.call('test_input_required_result_list_roots', {})),
                /file:\/\/\/workspace/,
            );
            assert.match(
                textOf(await connection.call('test_input_required_result_multi_round', {})),
                /^Ada likes Ada$/,
            );
        });

        test(name('hears of progress while the call runs'), async () => {
            const start = performance.now();
            let first;
            const options = { onprogress: () => (first ??= performance.now() - start) };
            await connection.call('test_wait', { milliseconds: 1_000 }, options);
            assert.ok(first < 700, `the first progress came after ${first} ms`);
        });

        test(name('cancels a call, and the upstream stops'), async () => {
            const cancelled = async () => Number(textOf(await connection.call('test_cancelled', {})));
            const before = await cancelled();
            const call = connection.call('test_wait', { milliseconds: 20_000 }, { signal: AbortSignal.timeout(300) });
            await assert.rejects(call);
            for (let tries = 0; (await cancelled()) === before; tries++) {
                assert.ok(tries < 50, 'the upstream still works on it after 5 s');
                await sleep(100);
            }
        });

        test(name('hears that the tools changed'), async () => {
            await connection.call('test_trigger_tool_change', {});
            const heard = await Promise.race([toolChange.then(() => true), sleep(5_000, false, { ref: false })]);
            assert.ok(heard, 'no notification within 5 s');
        });

        test(name('makes 50 calls at once'), async () => {
            const echoes = Array.from({ length: 50 }, async (_, i) =>
                textOf(await connection.call('test_echo', { value: `${i}` })),
            );
            assert.deepEqual(
                await Promise.all(echoes),
                Array.from({ length: 50 }, (_, i) => `${i}`),
            );
        });
    });
}
