/** Results that are masked and still what their tool's schema says, held against it by the client; in both eras. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { masked, records } from './gateway.mjs';
import { connect, v1, v2Legacy, v2Modern } from './peers.mjs';

const leaked = /jane|5425|415 ?555|2671/;

/** Waits for a record, which is written a moment after the answer. */
async function recorded(condition) {
    for (let i = 0; i < 200 && !records().some(condition); i++) {
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.ok(records().some(condition));
}

for (const peer of [v1, v2Legacy, v2Modern]) {
    const name = (what) => `masked, ${peer.name}: ${what}`;

    test(name('a masked result satisfies the schema'), async (t) => {
        const connection = await connect(t, peer, masked);
        // From now on the client holds results against the schemas that it was shown.
        const { tools } = await connection.client.listTools();
        assert.ok(tools.find((tool) => tool.name === 'test_person').outputSchema);
        const { content, structuredContent } = await connection.call('test_person', {});
        assert.doesNotMatch(JSON.stringify(structuredContent), leaked);
        assert.deepEqual(JSON.parse(content[0].text), structuredContent);
        assert.match(structuredContent.card, /^[0-9]{16}$/);
    });

    test(name('a result that cannot satisfy it is withheld, with a reason'), async (t) => {
        const connection = await connect(t, peer, masked);
        await connection.client.listTools();
        const refusal = await connection.call('test_owner', {}).catch((error) => error);
        assert.ok(refusal instanceof Error, JSON.stringify(refusal));
        assert.match(refusal.message, /withheld by policy: masked, it does not satisfy the tool's outputSchema/);
        assert.doesNotMatch(JSON.stringify([refusal.message, refusal.data]), leaked);
    });

    test(name('the upstream gets masked arguments'), async (t) => {
        const connection = await connect(t, peer, masked);
        const { content } = await connection.call('test_echo', { value: 'jane.doe@example.com, 5425 2334 3010 9903' });
        assert.equal(content[0].text, '[email], [card]');
        await recorded(({ unmapped: { gw } }) => gw.revisions?.['arguments:everything'] === 2);
        assert.doesNotMatch(JSON.stringify(records()), /jane\.doe|5425 ?2334/);
    });
}
