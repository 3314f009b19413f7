/** Where things are. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const repository = dirname(root);

/** The testkit and what it needs, as the build puts it there. */
export const testkit = join(root, 'target', 'testkit');

const modules = join(root, 'node_modules', '@modelcontextprotocol');

export const suite = join(modules, 'conformance', 'dist', 'index.js');
export const inspector = join(modules, 'inspector', 'clients', 'launcher', 'build', 'index.js');
export const everything = join(modules, 'server-everything', 'dist', 'index.js');

/** A folder for what this run writes; `out/` is not part of the repository. */
export function out(...names) {
    const folder = join(root, 'out', ...names);
    mkdirSync(folder, { recursive: true });
    return folder;
}
