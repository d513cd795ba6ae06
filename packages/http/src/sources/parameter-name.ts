/** A name that every parser of queries and forms reads as one plain parameter. */
export function isParameterName(name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(name) && name !== '__proto__'
}
