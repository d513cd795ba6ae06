import { describe, expect, it } from 'vitest'
import { codeBlocks } from './code-blocks.js'
import { blockProblems } from './languages.js'
import { brokenLinks } from './links.js'
import { programsOf } from './programs.js'
import { compilePrograms, runProgram, writePrograms } from './run-program.js'
import { shellCommands } from './shell-commands.js'

const page = (...lines: string[]) => ({ path: 'docs/page.md', text: lines.join('\n') })
const block = (language: string, code: string, marks: readonly string[] = []) => ({
  ...{ page: 'docs/page.md', line: 1 },
  ...{ language, marks, code },
})

describe('blocks of a page', () => {
  it('have their language, marks, first line and code, without the indent of a list', () => {
    expect(codeBlocks(page('# a', '  ```ts run', '  if (a) {', '    b()', '  ```', '```', 'c', '```'))).toEqual([
      { page: 'docs/page.md', line: 3, language: 'ts', marks: ['run'], code: 'if (a) {\n  b()' },
      { page: 'docs/page.md', line: 7, language: '', marks: [], code: 'c' },
    ])
  })

  it('hold shorter fences as text', () => {
    expect(codeBlocks(page('````text', '```ts', '```', '````')).map(({ code }) => code)).toEqual(['```ts\n```'])
  })
})

describe('programs', () => {
  it('stand at their own lines, alone, after a setup, or after what they continue', () => {
    const blocks = codeBlocks(
      page(
        '<!-- setup',
        'a',
        '-->',
        '```ts',
        'b',
        '```',
        '```ts continues run',
        'c',
        '```',
        '```text output',
        'o',
        '```',
        '```ts',
        'd',
        '```',
      ),
    )
    expect(programsOf(blocks)).toEqual([
      { name: 'docs/page.md:5', code: '\na\n\n\nb\n', runs: false, output: undefined },
      { name: 'docs/page.md:8', code: '\na\n\n\nb\n\n\nc\n', runs: true, output: 'o' },
      { name: 'docs/page.md:14', code: `${'\n'.repeat(13)}d\n`, runs: false, output: undefined },
    ])
  })

  it('compile with the packages of the workspace, are run, and what is wrong is told with its line on the page', async () => {
    const right = "import { ERROR_CODES } from '@hallpass/core'\nconsole.log(ERROR_CODES.length > 0)"
    const programs = programsOf(
      codeBlocks(
        page('```ts run', right, '```', '```ts', 'const a: number = "1"', '```', '```ts run', 'throw 1', '```'),
      ),
    )
    writePrograms(programs, 'blocks')
    expect(await compilePrograms(programs, 'blocks')).toEqual([
      expect.stringMatching(/^docs\/page\.md\(6,7\): error TS2322/),
    ])
    const outcomes = await Promise.all(programs.map((program) => runProgram(program, 'blocks')))
    expect(outcomes.map(({ exitCode, output }) => [exitCode, output])).toEqual([
      [0, 'true\n'],
      [0, ''],
      [1, ''],
    ])
  }, 60_000)

  it('end when nothing but a server is left, which listens at a port of its own', async () => {
    const [program] = programsOf([
      block(
        'ts',
        `import { createServer } from 'node:http'
const server = createServer((_, response) => response.end('hello'))
server.listen(80, async () => {
  const { port } = server.address() as { port: number }
  console.log(port === 80, await (await fetch(\`http://127.0.0.1:\${port}\`, { headers: { connection: 'close' } })).text())
})`,
        ['run'],
      ),
    ])
    if (!program) throw new Error('there is no program')
    writePrograms([program], 'server')
    expect(await runProgram(program, 'server')).toMatchObject({ exitCode: 0, output: 'false hello\n' })
  })
})

describe('a block', () => {
  it.each([
    block('json', '{ "a": 1 }'),
    block('http', 'GET /a HTTP/1.1\nAuthorization: Bearer hp_…\n\nbody'),
    block('http', 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm="a",\n  error="b"'),
    block('html', '<script type="module">import { a } from "/a.js"; a()</script>'),
    block(
      'sh',
      'npm test\nnpm install @hallpass/core express # and its peers\nA=1 npx vitest run | cd .. && pnpm build',
    ),
    block('sh', 'curl -H "a: b & c" \\\n  \'http://localhost:3000/?a=1&b=2\''),
    block('text', 'anything', ['output']),
  ])('of $language that is right passes', (right) => {
    expect(blockProblems(right)).toEqual([])
  })

  it.each([
    [block('', 'a'), 'the language "" is none of'],
    [block('js', 'a'), 'the language "js" is none of'],
    [block('ts', 'a', ['skip']), 'ts has no mark "skip"'],
    [block('json', '{ a: 1 }'), 'SyntaxError'],
    [block('http', 'GET a'), 'starts no message'],
    [block('http', 'HTTP/1.1 200 OK\nno header'), 'is no header'],
    [block('html', '<script>a(</script>'), 'script.js: Expected'],
    [block('sh', 'rm -rf .'), '"rm" is none of'],
    [block('sh', 'npm run no-such'), 'no script "no-such"'],
    [block('sh', 'pnpm no-such'), 'no script "no-such"'],
    [block('sh', 'npm install no-such'), 'no-such is in no package.json'],
    [block('sh', 'npx no-such'), '"no-such" is no tool'],
    [block('sh', 'npm test && node no-such.js'), 'there is no file no-such.js'],
  ])('that is wrong is told: %#', (wrong, problem) => {
    expect(blockProblems(wrong)).toEqual([expect.stringContaining(problem)])
  })

  it('of a shell is taken apart as a shell does', () => {
    expect(shellCommands('A=1 b \'c; d\' "e # f" && g \\\n h # i\n# j')).toEqual([
      ['b', 'c; d', 'e # f'],
      ['g', 'h'],
    ])
  })
})

describe('links', () => {
  it('to files and headings that are not there are told', () => {
    const text = '[a](../LICENSE) [b](no.md) [c](#here) [d](#gone) [e](https://example.com)\n\n## Here'
    expect(brokenLinks({ path: 'docs/page.md', text })).toEqual([
      'docs/page.md links to no.md, which is not there',
      expect.stringContaining('#gone'),
    ])
  })
})
