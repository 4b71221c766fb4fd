import { register } from 'node:module';

// From here on tsx is not found, as where it is not installed. What Node says of a package that is missing was taken from Node 20.
const hooks = `export function resolve(specifier, context, next) {
  if (!specifier.startsWith('tsx/')) return next(specifier, context);
  const error = new Error("Cannot find package 'tsx' imported from " + context.parentURL);
  throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
