/** A self-signed certificate for localhost, made for one run. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Writes `tls.crt` and `tls.key` into the folder. */
export function makeCertificate(folder) {
    const certificate = join(folder, 'tls.crt');
    execFileSync(
        'openssl',
        [
            ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', '2'],
            ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
            ...['-out', certificate, '-keyout', join(folder, 'tls.key')],
        ],
        { stdio: 'pipe' },
    );
    return certificate;
}
