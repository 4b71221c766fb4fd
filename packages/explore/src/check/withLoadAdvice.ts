/** Why a handler does not load, with what to do about a package that is not there; the rest of the text, such as a stack, follows. */
export function withLoadAdvice(error: string): string {
  const [first = '', second = '', ...rest] = error.split('\n');
  const [, missing = ''] =
    /(?:Cannot find (?:module|package)|File(?= '@?\w[^']*' not found)) '([^']+)'/.exec(`${first} ${second}`) ?? [];
  const advice = missing === '' ? undefined : adviceOn(missing);
  return advice === undefined ? error : [first, `${second}. ${advice}`, ...rest].join('\n');
}

function adviceOn(missing: string): string | undefined {
  if (/^[./]|^[A-Za-z]:\\|^file:/.test(missing)) {
    return 'The file is not there, or is spelt otherwise: Lambda tells capital letters from small ones. If a build makes it, build first.';
  }
  const name = missing
    .split('/')
    .slice(0, missing.startsWith('@') ? 2 : 1)
    .join('/');
  // Up to Node.js 16 Lambda brought version 2 of the AWS SDK, since then version 3: projects need not name them.
  if (/^(?:aws-sdk|@aws-sdk|@smithy)$/.test(name.split('/')[0] ?? '')) {
    return `Lambda brings it, and this machine does not: npm install, or where package.json does not name it, npm install --no-save ${name}`;
  }
  if (name.startsWith('@') && !name.includes('/')) return undefined;
  return 'Install what the project depends on, in the folder of its package.json: npm install';
}
