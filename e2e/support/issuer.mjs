/** An identity provider: metadata, keys, and a token with any claims for whoever asks. */
import { once } from 'node:events';
import { createServer } from 'node:http';

import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const algorithm = 'ES256';

/** @returns its URL; `/token?claims={…}` answers with a token, `/token?claims={…}&forged` with one of a key nobody knows */
export async function startIssuer() {
    const published = await generateKeyPair(algorithm);
    const unknown = await generateKeyPair(algorithm);
    const jwk = { ...(await exportJWK(published.publicKey)), kid: 'published', use: 'sig', alg: algorithm };

    const server = createServer(async (request, response) => {
        const { pathname, searchParams } = new URL(request.url, issuer);
        const json = (value) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
        switch (pathname) {
            case '/.well-known/oauth-authorization-server':
            case '/.well-known/openid-configuration':
                return json({
                    issuer,
                    jwks_uri: `${issuer}/jwks`,
                    authorization_endpoint: `${issuer}/authorize`,
                    token_endpoint: `${issuer}/token`,
                    response_types_supported: ['code'],
                    subject_types_supported: ['public'],
                    id_token_signing_alg_values_supported: [algorithm],
                    code_challenge_methods_supported: ['S256'],
                });
            case '/jwks':
                return json({ keys: [jwk] });
            case '/token': {
                const { privateKey } = searchParams.has('forged') ? unknown : published;
                return json(await sign(privateKey, JSON.parse(searchParams.get('claims'))));
            }
            default:
                return response.writeHead(404).end();
        }
    });
    const sign = (key, claims) =>
        new SignJWT({ iss: issuer, iat: seconds(), exp: seconds() + 600, jti: crypto.randomUUID(), ...claims })
            .setProtectedHeader({ alg: algorithm, kid: 'published', typ: 'at+jwt' })
            .sign(key);

    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${server.address().port}`;
    return { url: issuer, stop: () => server.close() };
}

const seconds = () => Math.floor(Date.now() / 1000);
