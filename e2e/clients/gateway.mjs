import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the tests know of the gateway, and the tokens that they bring. */
const { gateway, admin, folder, issuer, authorizationServer = {} } = JSON.parse(process.env.E2E);

export const everything = `${gateway}/everything/mcp`;

export const fixture = `${gateway}/fixture/mcp`;

/** Both again, under a policy with conditions, classes of risk and rules that are only observed. */
export const ruled = { fixture: `${gateway}/ruled-fixture/mcp`, everything: `${gateway}/ruled-everything/mcp` };

/** The fixture under a policy that curates a tool and lets nobody be asked for anything. */
export const curated = `${gateway}/curated-fixture/mcp`;

/** The fixture under a policy that masks whatever is sensitive. */
export const masked = `${gateway}/masked-fixture/mcp`;

/** Puts a changed file of the gateway's configuration in place of the old one, in one go. */
export function replace(name, change) {
    const file = join(folder, name);
    writeFileSync(`${file}.next`, change(readFileSync(file, 'utf8')));
    renameSync(`${file}.next`, file);
}

/** The value of a series of the gateway's metrics. */
export async function metric(series) {
    const lines = (await (await fetch(`${admin}/metrics`)).text()).split('\n');
    return Number(lines.find((line) => line.startsWith(`${series} `))?.slice(series.length + 1) ?? 0);
}

/** The records that the gateway has written so far. */
export const records = () =>
    readdirSync(join(folder, 'audit'))
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .flatMap((name) => readFileSync(join(folder, 'audit', name), 'utf8').split('\n'))
        .filter(Boolean)
        .map((line) => JSON.parse(line));

/** The fixture again, for users who get their tokens by OAuth. */
export const guarded = `${gateway}/guarded/mcp`;

/** The same, where a scope that lacks is said in the answer instead of by a 403. */
export const inBand = `${gateway}/in-band/mcp`;

/** The authorization server that they get them from. */
export const { issuer: authorizationIssuer } = authorizationServer;

/** Tells the authorization server what to do from now on. */
export async function tell(switches) {
    const response = await fetch(authorizationServer.control, { method: 'POST', body: JSON.stringify(switches) });
    if (!response.ok) {
        throw new Error(await response.text());
    }
}

/** What the authorization server was asked. */
export async function asked() {
    return (await fetch(authorizationServer.control)).json();
}

/** A token for a route. Claims that are not wanted as they usually are can be given, or be undefined to be left out. */
export async function token(route, claims = {}, { forged = false } = {}) {
    const wanted = { sub: 'ada', client_id: 'e2e', aud: route, roles: ['user'], ...claims };
    const query = new URLSearchParams({ claims: JSON.stringify(wanted), ...(forged && { forged: '' }) });
    const response = await fetch(`${issuer}/token?${query}`);
    return response.json();
}
