import type { Failure } from '../service.ts';

const denied = 'User: arn:aws:sts::123456789012:assumed-role/function is not authorized to perform this action';

/** What most services with a JSON protocol say to those who may not. */
export const accessDenied: Failure = {
  code: 'AccessDeniedException',
  status: 400,
  message: denied,
  queryCode: 'AccessDenied',
};

/** The same with the status of services that speak REST or queries. */
export const accessForbidden: Failure = { ...accessDenied, status: 403 };

/** What most services say to those who ask too often. */
export const throttling: Failure = {
  code: 'ThrottlingException',
  status: 400,
  message: 'Rate exceeded',
  queryCode: 'Throttling',
};

/** What services with REST say to those who ask too often, under their own code. */
export function tooMany(code: string): Failure {
  return { code, status: 429, message: 'Rate exceeded' };
}

/** An error of the caller, in the service's own code. */
export function refused(code: string, message: string, status = 400): Failure {
  return { code, status, message };
}
