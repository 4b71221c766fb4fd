// The form in which a package leaves this repository: what its manifest and README say here and what a user needs differ.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Brings an unpacked tarball into the form that is published. `source` is the folder of the package in the repository. */
export function publishedForm(unpacked, source, root) {
  const path = join(unpacked, 'package.json');
  const manifest = publishedManifest(JSON.parse(readFileSync(path, 'utf8')));
  const readme = join(unpacked, 'README.md');
  writeFileSync(readme, withDocs(readFileSync(readme, 'utf8'), { source, unpacked, root }));
  writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/**
 * Ranges in place of the exact versions that this repository is tested with, so that a project keeps what it has. And
 * the packages name each other as peers: a project has one copy of each, which it names itself, from a registry or from a
 * tarball. (As dependencies, only npm would take the tarball that lies beside for them; pnpm, yarn and bun ask the registry.)
 */
export function publishedManifest(manifest) {
  const { dependencies = {}, devDependencies: _tests, peerDependencies = {}, ...rest } = manifest;
  const own = Object.entries(dependencies).filter(([name]) => isOwn(name));
  const others = Object.entries(dependencies).filter(([name]) => !isOwn(name));
  const peers = [...own, ...Object.entries(peerDependencies)];
  return {
    ...rest,
    files: [...rest.files, 'docs'],
    ...(others.length > 0 && { dependencies: ranges(others) }),
    ...(peers.length > 0 && { peerDependencies: ranges(peers) }),
  };
}

const isOwn = (name) => name === 'millrace' || name.startsWith('@millrace/');

function ranges(entries) {
  return Object.fromEntries(entries.map(([name, version]) => [name, version.replace(/^(?=\d+\.\d+\.\d+)/, '^')]));
}

/**
 * The README with the pages of `docs` that it names beside it, which may name each other. A link to what is not in the
 * tarball becomes its text.
 */
function withDocs(text, { source, unpacked, root }) {
  const docs = join(root, 'docs');
  const pages = new Map();
  for (const link of linksIn(text)) {
    const target = resolve(source, link);
    if (!target.startsWith(docs) || !target.endsWith('.md')) continue;
    const name = relative(docs, target);
    // One that the package brings along already, at its top, is not there twice.
    pages.set(target, existsSync(join(unpacked, name)) ? name : join('docs', name));
  }
  const from = (folder, path) => (link) => {
    const page = pages.get(resolve(folder, link));
    return page === undefined ? undefined : relative(dirname(path), page);
  };
  for (const [target, path] of pages) {
    mkdirSync(dirname(join(unpacked, path)), { recursive: true });
    writeFileSync(join(unpacked, path), linked(readFileSync(target, 'utf8'), from(dirname(target), path)));
  }
  return linked(text, from(source, 'README.md'));
}

function linksIn(text) {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link.split('#')[0]);
}

/** The text with each relative link replaced; addresses and links within the page stay. */
function linked(text, replacement) {
  return text.replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (whole, words, link) => {
    if (/^(#|[a-z]+:)/.test(link)) return whole;
    const [path, anchor] = link.split('#');
    const target = replacement(path);
    return target === undefined ? words : `[${words}](${target}${anchor === undefined ? '' : `#${anchor}`})`;
  });
}
