/** A policy with conditions, classes of risk and rules that are only observed, in both eras. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { metric, records, replace, ruled } from './gateway.mjs';
import { connect, v2Legacy, v2Modern } from './peers.mjs';

const textOf = (result) => result.content.map((block) => block.text).join('\n');
const namesOf = (tools) => tools.map((tool) => tool.name).sort();

/** What another side says to something that is not there, with the name blanked out. */
async function refusalOf(connection, tool, args) {
    const refusal = await connection.call(tool, args).catch((error) => error);
    assert.ok(refusal instanceof Error, `${tool} was not refused: ${JSON.stringify(refusal)}`);
    return `${refusal.code} ${refusal.message}`.replaceAll(tool, '<tool>');
}

/** Waits for something that comes by itself. */
async function until(what, holds) {
    for (let i = 0; i < 200; i++) {
        if (await holds()) {
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`never happened: ${what}`);
}

const reloads = 'mcpgateway_config_reloads_total{result="done"}';

const sides = [
    {
        peer: v2Legacy,
        route: ruled.everything,
        path: '/ruled-everything/mcp',
        lists: ['echo', 'get-sum'],
        good: ['get-sum', { a: 60, b: 40 }, 'The sum of 60 and 40 is 100.'],
        bad: { a: 60, b: 41 },
        watched: ['echo', { message: 'x' }],
        fresh: 'get-tiny-image',
    },
    {
        peer: v2Modern,
        route: ruled.fixture,
        path: '/ruled-fixture/mcp',
        lists: ['test_echo', 'test_simple_text'],
        good: ['test_echo', { value: 'hello' }, 'hello'],
        bad: { value: 'hello!' },
        watched: ['test_simple_text', {}],
        fresh: 'test_image_content',
    },
];

for (const { peer, route, path, lists, good, bad, watched, fresh } of sides) {
    describe(peer.name, { concurrency: 1 }, () => {
        const name = (what) => `policy, ${peer.name}: ${what}`;

        test(name('lists show exactly what can be called'), async (t) => {
            const user = await connect(t, peer, route);
            assert.deepEqual(namesOf((await user.client.listTools()).tools), lists);
            const clerk = await connect(t, peer, route, { claims: { sub: 'cleo', roles: ['clerk'] } });
            assert.deepEqual(
                namesOf((await clerk.client.listTools()).tools),
                lists.filter((tool) => tool !== good[0]),
            );
        });

        test(name('an argument decides, and the refusal says no more than that there is nothing'), async (t) => {
            const user = await connect(t, peer, route);
            const [tool, args, answer] = good;
            assert.equal(textOf(await user.call(tool, args)), answer);
            assert.equal(await refusalOf(user, tool, bad), await refusalOf(user, 'there_is_no_such_tool', {}));
            assert.equal(await refusalOf(user, tool, {}), await refusalOf(user, 'there_is_no_such_tool', {}));
        });

        test(name('what is only observed passes, is recorded and counted'), async (t) => {
            const clerk = await connect(t, peer, route, { claims: { sub: 'cleo', roles: ['clerk'] } });
            const series = `mcpgateway_policy_observed_total{effect="deny",route="${path}",rule="rule:to-be-closed"}`;
            const before = await metric(series);
            assert.ok((await clerk.call(...watched)).content.length > 0);
            await until('the count', async () => (await metric(series)) === before + 1);
            const mine = records().filter(
                (record) => record.unmapped.gw.route === path && record.api.operation === 'tools/call',
            );
            assert.equal(mine.at(-1).unmapped.gw.observed, 'deny rule:to-be-closed');
            assert.equal(mine.at(-1).actor.authorizations[0].decision, 'permit');
        });

        test(name('a reload that shows a new tool is heard of by those whom it concerns'), async (t) => {
            const heard = { user: [], clerk: [] };
            const options = (who, claims) => ({
                claims,
                listChanged: {
                    tools: { debounceMs: 0, onChanged: (error, tools) => heard[who].push(error ?? namesOf(tools)) },
                },
            });
            const user = await connect(t, peer, route, options('user', {}));
            await connect(t, peer, route, options('clerk', { sub: 'cleo', roles: ['clerk'] }));
            assert.match(await refusalOf(user, fresh, {}), /Unknown tool/);
            let original;
            replace('ruled.yaml', (text) => (original = text));
            t.after(async () => {
                // The next test begins with the policy that all began with.
                const before = await metric(reloads);
                replace('ruled.yaml', () => original);
                await until('the reload', async () => (await metric(reloads)) > before);
            });

            // The GET stream of a legacy client is opened in the background; a change is told to whoever listens.
            await until('both listen', async () => {
                const open = await metric('mcpgateway_open_streams{listener="public"}');
                return open >= 2;
            });
            replace('ruled.yaml', (text) => text.replace('[read, write] }', `[read, write], tools: [${fresh}] }`));
            await until('the notification', () => heard.user.length > 0);
            assert.deepEqual(heard.user.at(-1), [...lists, fresh].sort());
            assert.ok((await user.call(fresh, {})).content.length > 0);

            // What the clerk hears first is what concerns the clerk.
            replace('ruled.yaml', (text) => text.replace('clerk: { risk: [read] }', 'clerk: { risk: [write] }'));
            await until('the other notification', () => heard.clerk.length > 0);
            assert.deepEqual(heard.clerk, [[good[0]]]);
        });
    });
}
