/**
 * What anything thrown says of itself, of whatever realm it is; never throws. Node's errors of a connection may carry what
 * they say in `errors`, one for each address that was tried.
 *
 * @internal For the packages of millrace.
 */
export function reasonOf(thrown: unknown): string {
  try {
    const { message, errors } = Object(thrown) as { readonly message?: unknown; readonly errors?: unknown };
    if (message === '' && Array.isArray(errors) && errors.length > 0) return errors.map(reasonOf).join('; ');
    return typeof message === 'string' ? message : String(thrown);
  } catch {
    return 'something that has no text';
  }
}
