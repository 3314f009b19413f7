/** A user with a browser: the part of OAuth that an application has to bring along. */
const redirectUrl = 'http://127.0.0.1:1/callback';

/** An OAuth provider of both SDKs that keeps everything in memory. */
export class User {
    #client;
    #tokens;
    #verifier;
    #discovery;
    #authorizationUrl;

    redirectUrl = redirectUrl;
    clientMetadata = {
        client_name: 'mcp-gateway-e2e',
        redirect_uris: [redirectUrl],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
    };

    /** @param client one that was registered beforehand, or `metadataUrl` for one that is a document */
    constructor({ client, metadataUrl } = {}) {
        this.#client = client;
        this.clientMetadataUrl = metadataUrl;
    }

    /** Whether a client waits for this user's approval. */
    get isAsked() {
        return this.#authorizationUrl !== undefined;
    }

    /** Goes where the client sent the user. @returns what the way back says */
    async approves() {
        const url = this.#authorizationUrl;
        this.#authorizationUrl = undefined;
        const response = await this.visit(url);
        const back = response.headers.get('location');
        if (!back?.startsWith(redirectUrl)) {
            throw new Error(`${response.status} ${back ?? (await response.text())}`);
        }
        return new URL(back).searchParams;
    }

    /** @returns the answer that sends the user back to the client */
    visit(url) {
        return fetch(url, { redirect: 'manual' });
    }

    /** What the token says. */
    get claims() {
        return JSON.parse(Buffer.from(this.#tokens.access_token.split('.')[1], 'base64url'));
    }

    redirectToAuthorization(url) {
        this.#authorizationUrl = url;
    }

    clientInformation() {
        return this.#client;
    }

    saveClientInformation(client) {
        this.#client = client;
    }

    tokens() {
        return this.#tokens;
    }

    saveTokens(tokens) {
        this.#tokens = tokens;
    }

    codeVerifier() {
        return this.#verifier;
    }

    saveCodeVerifier(verifier) {
        this.#verifier = verifier;
    }

    discoveryState() {
        return this.#discovery;
    }

    saveDiscoveryState(discovery) {
        this.#discovery = discovery;
    }
}

/** A client with that redirect URL, as the authorization server is told of it. */
export const registered = (id, secret) => ({
    id,
    'redirect-uris': [redirectUrl],
    ...(secret && { secret, method: 'client_secret_basic' }),
});
