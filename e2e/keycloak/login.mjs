/**
 * A client that knows nothing but the URL of a route finds Keycloak, registers, lets its user log in, and calls.
 *
 *     ROUTE=… LOGIN=… PASSWORD=… node login.mjs
 */
process.env.E2E ??= '{}';

const { v2Auto, v2Modern } = await import('../clients/peers.mjs');
const { User } = await import('../clients/user.mjs');
const { ROUTE, LOGIN, PASSWORD } = process.env;

/** Fills in Keycloak's form. */
class KeycloakUser extends User {
    /** Without this the SDKs send `resource`, to which Keycloak answers `invalid_target`. */
    async validateResourceURL() {
        return undefined;
    }

    async visit(url) {
        const page = await fetch(url, { redirect: 'manual' });
        const [, action] = /<form[^>]* action="([^"]+)"/.exec(await page.text()) ?? [];
        if (!action) {
            return page;
        }
        const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
        return fetch(action.replaceAll('&amp;', '&'), {
            method: 'POST',
            redirect: 'manual',
            headers: { cookie: cookies.join('; ') },
            body: new URLSearchParams({ username: LOGIN, password: PASSWORD }),
        });
    }
}

for (const peer of [v2Auto, v2Modern]) {
    const connection = await peer.connect(ROUTE, { user: new KeycloakUser() });
    const { content } = await connection.call('search', {});
    console.log(`${peer.name}: ${content[0].text}`);
    await connection.close();
}
