/** A prefix of paths: clean segments, with no slash at the end. */
export const BASE_PATH = /^(?:\/[A-Za-z0-9\-._~!$&'()*+,;=:@]+)+$/

/** The target with the prefix that a proxy took off. What is not origin-form stays as it is: no token opens it. */
export function withBasePath(basePath: string, target: string): string {
  return target.startsWith('/') ? basePath + target : target
}
