/** A request whose size is a number: what is tried is the number, and four times it. */
export interface LongRequest {
  readonly name: string
  readonly size: number
  readonly target?: (size: number) => string
  readonly lines?: (size: number) => readonly string[]
}

const line = (name: string, value: (size: number) => string) => ({
  lines: (size: number) => [`${name}: ${value(size)}`],
})
const repeated = (text: string) => (size: number) => text.repeat(size)

/** The longest is four times the size, and beyond what Node takes by itself. */
export const LONG_REQUESTS: readonly LongRequest[] = [
  { name: 'a long segment', size: 2040, target: (size) => `/flows/${'a'.repeat(size)}` },
  { name: 'many segments', size: 100, target: repeated('/a') },
  { name: 'many empty segments', size: 2000, target: (size) => `/flows${'/'.repeat(size)}` },
  { name: 'many dot segments', size: 650, target: (size) => `/flows${'/..'.repeat(size)}` },
  { name: 'many %25', size: 2500, target: (size) => `/flows/${'%25'.repeat(size)}` },
  { name: 'many broken escapes', size: 2000, target: (size) => `/flows/${'%'.repeat(size)}` },
  { name: 'many escapes of a letter', size: 650, target: (size) => `/flows/${'%C3%A9'.repeat(size)}` },
  { name: 'many parameters', size: 8000, target: (size) => `/flows/f-1?${'a&'.repeat(size)}` },
  { name: 'a parameter again and again', size: 4000, target: (size) => `/flows/f-1?${'t=a&'.repeat(size)}` },
  { name: 'a long parameter', size: 16_000, target: (size) => `/flows/f-1?t=${'%25'.repeat(size / 4)}` },
  {
    name: 'many headers',
    size: 500,
    lines: (size) => Array.from({ length: size }, (_, index) => `X-${index}: ${index}`),
  },
  {
    name: 'a header again and again',
    size: 500,
    lines: (size) => Array.from({ length: size }, () => 'X-Hallpass-Token: a'),
  },
  { name: 'one long header', size: 16_384, ...line('X-Long', repeated('a')) },
  { name: 'a long bearer text', size: 16_384, ...line('Authorization', (size) => `Bearer ${'a'.repeat(size)}`) },
  {
    name: 'a bearer behind many spaces',
    size: 16_384,
    ...line('Authorization', (size) => `Bearer ${' '.repeat(size)}a`),
  },
  { name: 'a bearer of equals signs', size: 16_384, ...line('Authorization', (size) => `Bearer ${'='.repeat(size)}`) },
  {
    name: 'long Basic credentials',
    size: 16_384,
    ...line('Authorization', (size) => `Basic ${'YWE6'.repeat(size / 4)}`),
  },
  { name: 'Basic behind many spaces', size: 16_384, ...line('Authorization', (size) => `Basic ${' '.repeat(size)}a`) },
  { name: 'many schemes', size: 4000, ...line('Authorization', repeated('a a,')) },
  { name: 'many cookies', size: 4000, ...line('Cookie', repeated('a=b;')) },
  { name: 'the cookie again and again', size: 1500, ...line('Cookie', repeated('__Host-t=a;')) },
  { name: 'one long cookie', size: 16_384, ...line('Cookie', (size) => `__Host-t=${'a'.repeat(size)}`) },
  { name: 'spaces in cookies', size: 16_384, ...line('Cookie', (size) => `a=b;${' '.repeat(size)}c`) },
  { name: 'tabs in a cookie', size: 16_384, ...line('Cookie', (size) => `__Host-t=a${'\t'.repeat(size)}b`) },
  { name: 'a long token header', size: 16_384, ...line('X-Hallpass-Token', repeated('a')) },
  {
    name: 'what a browser accepts',
    size: 8000,
    lines: (size) => ['Sec-Fetch-Mode: navigate', `Accept: ${', '.repeat(size)}`],
  },
  {
    name: 'spaces before what it accepts',
    size: 16_384,
    lines: (size) => ['Sec-Fetch-Mode: navigate', `Accept: ,${' '.repeat(size)}x`],
  },
  { name: 'a purpose', size: 16_384, ...line('Purpose', repeated('pre')) },
  {
    name: 'a type of content',
    size: 16_384,
    ...line('Content-Type', (size) => `application/x-www-form-urlencoded${' '.repeat(size)}x`),
  },
  { name: 'an origin', size: 16_384, ...line('Origin', repeated('a')) },
]

/** As it goes over the wire. The target is `/flows/f-1` where the request says nothing of it. */
export function textOf(
  { target = () => '/flows/f-1', lines = () => [] }: LongRequest,
  size: number,
  more = '',
): string {
  return `GET ${target(size)} HTTP/1.1\r\nHost: a\r\n${more}${[...lines(size), '', ''].join('\r\n')}`
}
