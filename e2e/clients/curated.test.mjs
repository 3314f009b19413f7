/** A tool that clients see otherwise, what nobody may ask them for, and calls that repeat themselves, in both eras. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { curated, records } from './gateway.mjs';
import { connect, v1, v2Legacy, v2Modern } from './peers.mjs';

const textOf = (result) => result.content.map((block) => block.text).join('\n');

/** What came of a call: its text, or how it failed. */
const outcome = (call) => call.then(textOf, (failure) => `failed: ${failure.message}`);

for (const peer of [v1, v2Legacy, v2Modern]) {
    const name = (what) => `curated, ${peer.name}: ${what}`;
    const claims = { sub: `curious-${peer.name}` };

    test(name('a renamed tool has another name, and an argument less'), async (t) => {
        const connection = await connect(t, peer, curated, { claims });
        const { tools } = await connection.client.listTools();
        const greet = tools.find((tool) => tool.name === 'greet');
        assert.equal(greet.description, 'Says hello');
        assert.ok(!('value' in (greet.inputSchema.properties ?? {})));
        assert.ok(!tools.some((tool) => tool.name === 'test_echo'));
        assert.equal(await outcome(connection.call('greet', {})), 'hello');
        assert.equal(await outcome(connection.call('greet', { value: 'something else' })), 'hello');
        assert.match(await outcome(connection.call('test_echo', { value: 'x' })), /Unknown tool/);
        const [tool] = records().findLast((record) => record.resources?.[0].data).resources;
        assert.deepEqual([tool.name, tool.data.upstreamTool], ['greet', 'test_echo']);
    });

    test(name('is not asked for what nobody may ask it for'), async (t) => {
        const connection = await connect(t, peer, curated, { claims });
        for (const [tool, args] of [
            ['test_elicitation', { message: 'Who?' }],
            ['test_sampling', { prompt: 'Capital?' }],
        ]) {
            const said = await outcome(connection.call(tool, args));
            assert.doesNotMatch(said, /Ada|Paris/, 'the client answered');
            assert.match(said, /may not be asked|does not permit/);
        }
        assert.equal(await outcome(connection.call('test_simple_text', {})).then(Boolean), true, 'it goes on');
    });

    test(name('learns that it repeats itself'), async (t) => {
        const connection = await connect(t, peer, curated, { claims: { sub: `repeating-${peer.name}` } });
        for (let times = 0; times < 2; times++) {
            assert.ok(!(await connection.call('test_simple_text', {})).isError);
        }
        const third = await connection.call('test_simple_text', {});
        assert.ok(third.isError);
        assert.match(textOf(third), /was made 2 times/);
    });
}
