/** What the tests know of the gateway, and the tokens that they bring. */
const { gateway, issuer } = JSON.parse(process.env.E2E);

export const everything = `${gateway}/everything/mcp`;

export const fixture = `${gateway}/fixture/mcp`;

/** A token for a route. Claims that are not wanted as they usually are can be given, or be undefined to be left out. */
export async function token(route, claims = {}, { forged = false } = {}) {
    const wanted = { sub: 'ada', client_id: 'e2e', aud: route, roles: ['user'], ...claims };
    const query = new URLSearchParams({ claims: JSON.stringify(wanted), ...(forged && { forged: '' }) });
    const response = await fetch(`${issuer}/token?${query}`);
    return response.json();
}
