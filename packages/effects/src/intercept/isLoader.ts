const packages = [
  'tsx',
  'ts-node',
  '@swc-node/register',
  '@oxc-node/core',
  'import-in-the-middle',
  '@opentelemetry/instrumentation',
];
const ofPackage = new RegExp(`(?:^|/node_modules/)(?:${packages.join('|')})/`, 'u');

/**
 * Whether hooks that are given to `module.register` are those of a package that compiles modules, or wraps them to trace them.
 * They run in a thread of their own, where nothing is seen; these read files, and reach nothing else.
 */
export function isLoader(specifier: unknown, parent: unknown): boolean {
  const name = String(specifier);
  const given: unknown = Reflect.get(Object(parent) as object, 'parentURL') ?? parent;
  const base = typeof given === 'string' ? given : undefined;
  const isPlace = /^(?:\.{0,2}\/|file:)/u.test(name);
  const path = isPlace && URL.canParse(name, base) ? fileOf(new URL(name, base)) : name;
  return !/^\w+:/u.test(path) && ofPackage.test(path);
}

function fileOf({ protocol, pathname, href }: URL): string {
  return protocol === 'file:' ? pathname : href;
}
