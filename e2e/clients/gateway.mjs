/** What the tests know of the gateway, and the tokens that they bring. */
const { gateway, issuer, authorizationServer = {} } = JSON.parse(process.env.E2E);

export const everything = `${gateway}/everything/mcp`;

export const fixture = `${gateway}/fixture/mcp`;

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
