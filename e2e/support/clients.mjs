/** Real clients through a gateway that does everything it is for: TLS, tokens, a policy. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';

import { startAuthorizationServer } from './authorization-server.mjs';
import { makeCertificate } from './certificate.mjs';
import { startGateway } from './gateway.mjs';
import { startIssuer } from './issuer.mjs';
import { out, root } from './paths.mjs';
import { freePort } from './processes.mjs';
import { record, step } from './steps.mjs';
import { startEverything, startFixture } from './upstreams.mjs';

const policy = `roles:
  user:    { tools: [echo, get-sum, "trigger-*", "test_*"], resources: ["demo://**", "test://**"], prompts: ["*"], asks: [elicitation, sampling, roots] }
  admin:   { includes: [user], tools: ["*"] }
`;

/** For users who get their tokens by OAuth: one tool takes more than the route does. */
const scopes = `scopes:
  - { tools: [test_simple_text], require: [write] }
`;

/** With conditions, classes of risk and rules that are only observed; clients/policy.test.mjs changes it. */
const ruled = `risk:
  tools:
    read: [echo, test_simple_text]
    write: [get-sum, test_echo]
roles:
  user: { risk: [read, write] }
  clerk: { risk: [read] }
rules:
  - { name: small-sums, tools: [get-sum], deny-when: "args.a + args.b > 100" }
  - { name: no-shouting, tools: [test_echo], deny-when: "args.value.endsWith('!')" }
  - { name: to-be-closed, mode: observe, tools: [echo, test_simple_text], deny-when: "'clerk' in principal.roles" }
`;

/** Nobody may be asked for anything; one tool looks otherwise than its upstream shows it. */
const curated = `roles:
  user: { tools: [greet, get-sum, "test_*"] }
curate:
  - { tool: test_echo, as: greet, description: Says hello, arguments: { value: { value: hello } } }
repeats:
  - { name: same-sum, tools: [test_simple_text], times: 2, within: 1h }
`;

/** Whatever is sensitive is masked, on the way to the client and on the way to the upstream. */
const masked = `roles:
  user: { tools: ["test_*"] }
masks:
  - { name: everything, detect: [all], arguments: mask }
`;

export async function clients() {
    const folder = out('gateway', 'clients');
    const issuer = await startIssuer();
    const upstreams = await Promise.all([startFixture(), startEverything()]);
    const certificate = makeCertificate(folder);
    const authorizationServer = await startAuthorizationServer(folder, certificate);
    const gateway = await step('gateway starts for the clients', () =>
        startSecureGateway(folder, issuer, authorizationServer, ...upstreams),
    );
    if (gateway) {
        // The tests are processes of their own; this is what they know.
        process.env.NODE_EXTRA_CA_CERTS = certificate;
        process.env.E2E = JSON.stringify({
            gateway: gateway.url,
            issuer: issuer.url,
            authorizationServer,
            folder,
            admin: gateway.admin,
            tls: { certificate, key: join(folder, 'tls.key') },
        });
        await runTests();
        await step('gateway ends after the clients', gateway.stop);
    }
    await Promise.all([...upstreams, authorizationServer].map((server) => server.stop()));
    issuer.stop();
}

async function startSecureGateway(folder, issuer, authorizationServer, fixture, everything) {
    const port = await freePort();
    const url = `https://localhost:${port}`;
    const admin = `127.0.0.1:${await freePort()}`;
    const stop = await startGateway(folder, {
        'policy.yaml': policy,
        'scopes.yaml': policy + scopes,
        'ruled.yaml': ruled,
        'curated.yaml': curated,
        'masked.yaml': masked,
        'gateway.yaml': `listeners:
  - { name: public, address: "127.0.0.1:${port}", public-url: "${url}", tls: { certificate: tls.crt, key: tls.key } }
admin: { address: "${admin}" }
issuers:
  - { name: test, issuer: "${issuer.url}", roles-claim: roles }
  - { name: oauth, issuer: "${authorizationServer.issuer}", roles-claim: roles, leeway: 1s }
upstreams:
  - { name: fixture, url: "${fixture.url}", protocol: auto }
  - { name: everything, url: "${everything.url}", protocol: auto }
routes:
  - { path: /fixture/mcp, upstream: fixture, authenticate: [test], policy: policy.yaml }
  - { path: /everything/mcp, upstream: everything, authenticate: [test], policy: policy.yaml }
  - { path: /ruled-fixture/mcp, upstream: fixture, authenticate: [test], policy: ruled.yaml }
  - { path: /ruled-everything/mcp, upstream: everything, authenticate: [test], policy: ruled.yaml }
  - { path: /curated-fixture/mcp, upstream: fixture, authenticate: [test], policy: curated.yaml }
  - { path: /masked-fixture/mcp, upstream: fixture, authenticate: [test], policy: masked.yaml }
  - { path: /guarded/mcp, upstream: fixture, authenticate: [oauth], policy: scopes.yaml, scopes: [use] }
  - { path: /in-band/mcp, upstream: fixture, authenticate: [oauth], policy: scopes.yaml, scopes: [use], scope-challenge: jsonrpc }
audit: { directory: audit }
`,
    });
    return { url, admin: `http://${admin}`, stop };
}

/** One line per test; a test that was skipped has not passed. */
async function runTests() {
    const folder = join(root, 'clients');
    const files = readdirSync(folder)
        .filter((name) => name.endsWith('.test.mjs'))
        .sort();
    const done = [];
    const interruption = new AbortController();
    process.on('exit', () => interruption.abort());
    // A failed test may leave a stream open behind it, which must not keep its process alive.
    const options = {
        files: files.map((name) => join(folder, name)),
        concurrency: 1,
        timeout: 15_000,
        forceExit: true,
    };
    for await (const { type, data } of run({ ...options, signal: interruption.signal })) {
        if ((type === 'test:pass' || type === 'test:fail') && data.details.type !== 'suite') {
            const ok = type === 'test:pass' && !data.skip && !data.todo;
            const detail = ok ? undefined : explain(data.details.error);
            record(ok, data.name, data.details.duration_ms, detail);
            done.push({ name: data.name, ok, detail });
        } else if (type === 'test:stderr') {
            process.stdout.write(data.message);
        }
    }
    writeFileSync(join(out('clients'), 'results.json'), JSON.stringify(done, null, 2));
}

/** What went wrong, without the lines that say where in a library. */
function explain(error) {
    const cause = error?.cause ?? error ?? 'skipped';
    const lines = (cause.stack ?? String(cause))
        .split('\n')
        .filter((line) => !/^\s+at .*(node:|node_modules)/.test(line));
    return lines.slice(0, 30).join('\n');
}
