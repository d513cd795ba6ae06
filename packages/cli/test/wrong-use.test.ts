import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const LIST = 'hallpass list [options]'
const REVOKE = 'revoke expected either an id or a filter such as --scope <name>, got'
const NO_TOKEN =
  'expected no token among the arguments, where every user of this machine can read it and shells keep it: ' +
  'give it on standard input, and revoke the one that was shown by its id'
const TOKEN = `hp_${'a1B2c3D4e5'.repeat(6).slice(0, 54)}`

/** The words, and the one line that they get. */
const WRONG: readonly (readonly [words: readonly string[], line: string])[] = [
  [[], 'a command is missing; expected: hallpass [options] [command]'],
  [['lst'], "unknown command 'lst' (Did you mean list?); expected: hallpass [options] [command]"],
  [['list', '--stat'], `unknown option '--stat' (Did you mean --state?); expected: ${LIST}`],
  [['list', 'x'], `too many arguments for 'list'. Expected 0 arguments but got 1; expected: ${LIST}`],
  [
    ['list', '--state', 'gone'],
    `option '--state <state>' argument 'gone' is invalid. Allowed choices are pending, active, consumed, denied, revoked, expired; expected: ${LIST}`,
  ],
  [
    ['list', '--limit', '0'],
    `option '--limit <count>' argument '0' is invalid. expected a whole number from 1 on; expected: ${LIST}`,
  ],
  [
    ['list', '--scope', 'a', '--scope', 'b'],
    `option '--scope <name>' argument 'b' is invalid. it was given before; expected: ${LIST}`,
  ],
  [
    ['list', '--scope', ''],
    `option '--scope <name>' argument '' is invalid. expected a text that is not empty; expected: ${LIST}`,
  ],
  [['list', '--scope'], `option '--scope <name>' argument missing; expected: ${LIST}`],
  [['list', '--store', 'mysql://a:secret@b'], 'the URL of a store begins with one of'],
  [['list', '--config', 'none.js'], '--config must name a file that is there, got "none.js"'],
  [['show'], "missing required argument 'id'; expected: hallpass show [options] <id>"],
  [['revoke'], `${REVOKE} neither; nothing does not mean everything`],
  [['revoke', 'a', '--scope', 'b'], `${REVOKE} both`],
  [['revoke', '--resource', ''], "option '--resource <id>' argument '' is invalid. expected a text that is not empty"],
  [['mint', 'nope'], 'the scope "nope" is not in the registry of this service'],
  [['mint', 'report'], 'the scope "report" needs a resourceId that it accepts for ":id", got undefined'],
  [['mint', 'report', '--resource', '..'], 'the scope "report" needs a resourceId that it accepts for ":id", got ".."'],
  [['mint', 'report', '--any-resource'], 'the scope "report" needs a resourceId that it accepts for ":id", got ANY_R'],
  [
    ['mint', 'report', '--resource', 'a', '--ttl', '2h'],
    'ttl must be at most 3600000 ms for the scope "report", got "2h"',
  ],
  [['mint', 'report', '--resource', 'a', '--ttl', 'soon'], 'ttl must be a positive duration such as "15m" or mill'],
  [
    ['mint', 'report', '--resource', 'a', '--any-resource'],
    "option '--resource <id>' cannot be used with option '--any-resource'",
  ],
  [
    ['mint', 'report', '--resource', 'a', '--param', 'x'],
    "option '--param <name=value>' argument 'x' is invalid. expected name=value",
  ],
  [['mint', 'report', '--resource', 'a', '--param', 'x=1'], 'the scope "report" has no placeholder "x" to fix'],
  [
    ['mint', 'report', '--resource', 'a', '--grant', 'deploy'],
    'the scope "deploy" has approval of its own and cannot be',
  ],
  [
    ['mint', 'report', '--resource', 'a', '--metadata', '[]'],
    "option '--metadata <json>' argument '[]' is invalid. expected a JSON object",
  ],
  [
    ['mint', 'bound', '--binding', 'session=1', '--binding', 'session=2'],
    "option '--binding <name=value>' argument 'session=2' is invalid. the name was given before",
  ],
  [['mint', 'bound', '--fingerprint', 'f'], 'the scope "bound" needs a value for the binding "session"'],
  [['explain', 'x', 'GET'], 'explain expected either <method> and <target>, or --scope <name> [--resource <id>]'],
  [['explain', 'x', 'GET', '/', '--scope', 'report'], 'explain expected either <method> and <target>, or --scope'],
  [['explain', TOKEN, 'GET', '/'], NO_TOKEN],
  [['mint', 'report', `--metadata={"old":"${TOKEN}"}`], NO_TOKEN],
  [['show', `terok-g-${'ab'.repeat(16)}`], NO_TOKEN],
  [['show', `eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJhYmMifQ.${'s'.repeat(40)}`], NO_TOKEN],
  [
    ['completion', 'tcsh'],
    "command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish",
  ],
  [['completion', 'bash', '--json'], "unknown option '--json'"],
  [['import', 'tokens.json'], "required option '--scope <name>' not specified; expected: hallpass import"],
  [
    ['import', 'x', '--scope', 'report', '--ttl', '1h', '--map', 'm', '--resource', 'fixed'],
    "option '--resource <template>' argument 'fixed' is invalid. expected a text with {project} in it",
  ],
  [['init', '--store', 'memory:'], 'expected no configuration here, got hallpass.config.js: it is not overwritten'],
]

describe('wrong use', () => {
  it.each(WRONG)('%j gets one line that says what was expected, and code 2', async (words, line) => {
    const { run, cwd } = stage()
    const { code, out, err } = await run(words)
    expect([code, out]).toEqual([2, ''])
    expect(err.split('\n')).toEqual([expect.stringContaining(`hallpass: ${line}`), ''])
    expect(readdirSync(cwd)).toEqual(['hallpass.config.js'])
  })

  it('never shows a token, or a password of a URL', async () => {
    for (const [words] of WRONG) {
      const { err } = await stage().run(words)
      expect(err).not.toMatch(/a1B2c3D4e5|abababab|eyJ|secret/)
    }
  })

  it('shows no control characters of what it was given', async () => {
    const { err } = await stage().run(['list', '--limit', '1\u001b[2J\n\u009b1m'])
    expect(err).toContain("'1\\u001b[2J; \\u009b1m'")
    expect(err.trimEnd()).not.toMatch(/\p{Cc}/u)
  })

  it('is that there is no configuration where scopes are needed, and that there is no store', async () => {
    const { run } = stage('')
    for (const words of [['scopes'], ['mint', 'a'], ['explain', 'a', 'GET', '/']])
      expect(await run(words)).toEqual({
        code: 2,
        out: '',
        err: expect.stringContaining('expected hallpass.config.js here'),
      })
    expect((await run(['list'])).err).toBe(
      'hallpass: expected a store: --store <url>, HALLPASS_STORE, or store in hallpass.config.js\n',
    )
  })

  it('is a store that is gone at the end, for init', async () => {
    const { code, err } = await stage('').run(['init', '--store', 'memory:'])
    expect([code, err]).toEqual([2, 'hallpass: expected a store that stays, got memory:\n'])
  })
})
