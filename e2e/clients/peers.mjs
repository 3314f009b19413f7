/** The client libraries, each behind the same few words, so that one test can be about all of them. */
import {
    Client as Client2,
    StreamableHTTPClientTransport as Transport2,
    UnauthorizedError as Unauthorized2,
} from '@modelcontextprotocol/client';
import { UnauthorizedError as Unauthorized1 } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
    CreateMessageRequestSchema,
    ElicitRequestSchema,
    ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

import { token } from './gateway.mjs';

const identity = { name: 'mcp-gateway-e2e', version: '1.0.0' };
const capabilities = { elicitation: { form: {} }, sampling: {}, roots: {} };

/** How the user of every client answers: "Ada", whatever must be filled in. */
const elicited = ({ params }) => ({
    action: 'accept',
    content: Object.fromEntries((params.requestedSchema.required ?? []).map((field) => [field, 'Ada'])),
});
const sampled = () => ({ role: 'assistant', model: 'e2e', content: { type: 'text', text: 'Paris' } });
const roots = () => ({ roots: [{ uri: 'file:///workspace', name: 'workspace' }] });

/**
 * `claims` are those of a token that is there from the start; a `user` gets one by OAuth.
 *
 * @typedef {{ client, transport, call: (tool, args, options) => Promise, close: () => Promise }} Connection
 */

/** TypeScript SDK v1: legacy. */
export const v1 = {
    name: 'TypeScript SDK v1',
    era: 'legacy',
    async connect(url, { claims, user, ...options } = {}) {
        const client = new Client1(identity, { capabilities, ...options });
        client.setRequestHandler(ElicitRequestSchema, elicited);
        client.setRequestHandler(CreateMessageRequestSchema, sampled);
        client.setRequestHandler(ListRootsRequestSchema, roots);
        const transport = new Transport1(new URL(url), user ? { authProvider: user } : await bearer(url, claims));
        try {
            await client.connect(transport);
        } catch (refusal) {
            if (!user?.isAsked || !(refusal instanceof Unauthorized1)) {
                throw refusal;
            }
            await transport.finishAuth((await user.approves()).get('code'));
            return this.connect(url, { user, ...options });
        }
        const call = (name, args, callOptions) => client.callTool({ name, arguments: args }, undefined, callOptions);
        return { client, transport, call, close: () => client.close() };
    },
};

/** TypeScript SDK v2, in the era that its version negotiation ends with. */
const v2 = (name, era, mode) => ({
    name: `TypeScript SDK v2 ${name}`,
    era,
    async connect(url, { claims, user, ...options } = {}) {
        const client = new Client2(identity, { capabilities, versionNegotiation: { mode }, ...options });
        client.setRequestHandler('elicitation/create', elicited);
        client.setRequestHandler('sampling/createMessage', sampled);
        client.setRequestHandler('roots/list', roots);
        const transport = new Transport2(new URL(url), user ? { authProvider: user } : await bearer(url, claims));
        try {
            await client.connect(transport);
        } catch (refusal) {
            if (!user?.isAsked || !(refusal instanceof Unauthorized2)) {
                throw refusal;
            }
            await transport.finishAuth(await user.approves());
            return this.connect(url, { user, ...options });
        }
        const call = (tool, args, callOptions) => client.callTool({ name: tool, arguments: args }, callOptions);
        return { client, transport, call, close: () => client.close() };
    },
});

export const v2Legacy = v2('legacy', 'legacy', 'legacy');
export const v2Modern = v2('pinned to 2026-07-28', 'modern', { pin: '2026-07-28' });

/** Prefers modern; what it ends with depends on the other side. */
export const v2Auto = v2('auto', 'modern', 'auto');
export const v2AutoLegacy = v2('auto', 'legacy', 'auto');

async function bearer(url, claims) {
    return { requestInit: { headers: { authorization: `Bearer ${await token(url, claims)}` } } };
}

/** Connects for the time of one test. */
export async function connect(t, peer, url, options) {
    const connection = await peer.connect(url, options);
    t.after(connection.close);
    return connection;
}
