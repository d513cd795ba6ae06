/** What is wrong with a block that shows HTTP messages: each begins with a request or status line, then headers, then a body. */
export function httpProblems(code: string): readonly string[] {
  const [start = '', ...lines] = code.trim().split('\n')
  const end = lines.indexOf('')
  const headers = lines.slice(0, end === -1 ? undefined : end)
  return [
    ...(REQUEST_LINE.test(start) || STATUS_LINE.test(start) ? [] : [`${JSON.stringify(start)} starts no message`]),
    ...headers.filter((line) => !HEADER.test(line)).map((line) => `${JSON.stringify(line)} is no header`),
  ]
}

const REQUEST_LINE = /^[A-Z]+ (\/|https?:\/\/)\S* HTTP\/1\.1$/
const STATUS_LINE = /^HTTP\/1\.1 [1-5]\d\d [A-Z][A-Za-z ]+$/
const HEADER = /^([A-Za-z0-9-]+: \S.*|[ \t]+\S.*)$/
