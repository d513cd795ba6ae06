import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askFor, endingOf, run } from '../../examples/approvals/src/agent/ask-to-run.js'
import { startChromium } from '../browser/chromium.js'
import { describeWith } from '../describe-with.js'
import { withApprovalsExample } from './running-approvals-example.js'
import { startExampleProcess } from './started-example.js'
import { bytesIn } from './temporary-database.js'

const SIX_TIMES_SEVEN = ['node', '-p', '6 * 7'] as const

/** Signs the operator in, and waits for the page of what waits. */
async function signIn(page: Page, url: URL, password: string): Promise<void> {
  await page.goto(new URL('/approvals', url).href)
  await page.getByLabel(/password/).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(new URL('/approvals', url).href)
}

async function approve(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.locator('.status', { hasText: /^Approved/ }).waitFor()
}

async function deny(page: Page, name: string, note: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByText('Deny …').click()
  await page.getByLabel('Why?').fill(note)
  await page.getByRole('button', { name: 'Deny for good' }).click()
  await page.locator('.status', { hasText: 'Denied.' }).waitFor()
}

describeWith('chromium', 'the approvals example, walked through by its operator', (chromium) => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startChromium(chromium)
  })
  afterAll(() => browser?.close())

  it('B1 starts by one command, shows what the agent asks, and lets it run what was approved, once', async () => {
    const example = await startExampleProcess('approvals', /shows by itself what arrives\.\n/)
    const [, address = '', password = ''] = /(http:\S+)\/approvals\n\n {2}password: (\S+)/.exec(example.printed()) ?? []
    const [, folder = ''] = /Tokens are in (\S+)\/tokens\.db/.exec(example.printed()) ?? []
    const page = await (await browser.newContext()).newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))

    await signIn(page, new URL(address), password)
    await approve(page, 'Run node -p "6 * 7"')
    await example.prints(/agent: it ran, and printed: 42\n/)
    await example.prints(/agent: a second time it does not run: token_consumed\n/)
    await page.getByRole('link', { name: 'See what waits' }).click()
    await deny(page, String.raw`Run node -p "\"the backups are gone\""`, 'not today')
    await example.prints(/agent: it did not run: approval_denied\n/)
    await page.getByRole('link', { name: 'See what waits' }).click()
    await page.getByRole('link', { name: String.raw`Run node -p "\"too late\""` }).waitFor()

    const database = bytesIn(folder)
    expect(complaints).toEqual([])
    await example.interrupt()
    expect(example.printed()).toMatch(/\w{16} approved by olga\n(.*\n)*.*\w{16} denied by olga\n/)
    expect(example.printed().match(/ used, 0 uses left\n/g)).toHaveLength(1)
    expect(example.printed()).toMatch(/ {2}stopped\n$/)
    expect(example.printed()).not.toMatch(/hp_\w{20}/)
    expect([database.includes('run_command'), /hp_\w{20}/.test(database.toString('latin1'))]).toEqual([true, false])
    expect(existsSync(folder)).toBe(false)
  })

  it('shows by itself what arrives and what has expired, and the agent hears that it has', () =>
    withApprovalsExample(async ({ url, password, askToRun, log }) => {
      const page = await (await browser.newContext()).newPage()
      await signIn(page, url, password)
      await page.getByRole('heading', { name: 'Nothing waits for approval' }).waitFor()
      const ending = askToRun(SIX_TIMES_SEVEN, '15s')
      await page.getByRole('heading', { name: '1 request waits for approval' }).waitFor()
      await page.getByRole('heading', { name: 'Nothing waits for approval' }).waitFor()
      expect(await ending).toEqual({ refused: 'token_expired' })
      expect(log.at(-1)).toBe('it did not run: token_expired')
    }))

  it('shows the operator the very command that will run', () =>
    withApprovalsExample(async ({ url, password, desk }) => {
      const page = await (await browser.newContext()).newPage()
      await signIn(page, url, password)
      const odd = ['node', '-p', '"\u202e" + `a  b`', '<b>'] as const
      await askFor(desk, odd, '5m')
      await page.getByRole('link', { name: 'Run node' }).click()
      const shown = page.locator('dl > div', { hasText: 'About it' }).locator('code')
      expect(await shown.textContent()).toBe(JSON.stringify(odd).replace('\u202e', '\\u{202e}'))
    }))
})

describe('the approvals example', () => {
  it('B6 runs nothing but the command that was approved, for nobody but the agent that asked', () =>
    withApprovalsExample(async ({ url, desk, database, password }) => {
      const asked = await askFor(desk, SIX_TIMES_SEVEN, '5m')
      const cookie = await sessionCookie(url, password)
      const [waiting] = await pendingOf(url, cookie)
      const decision = await fetch(new URL(`/approvals/${waiting?.id}/approve`, url), {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ revision: waiting?.revision, by: 'agent-7' }),
      })
      expect(decision.status).toBe(200)
      for (const command of [
        ['node', '-p', '6 * 8'],
        ['node', '-p 6 * 7'],
        ['node', '-p', '6 * 7', ''],
      ] as const)
        expect(await endingOf(await run(desk, { ...asked, command }))).toEqual({ refused: 'token_binding_mismatch' })
      expect(await endingOf(await run({ ...desk, key: 'guessed' }, asked))).toEqual({
        refused: 'token_binding_mismatch',
      })
      expect(await endingOf(await run(desk, asked))).toEqual({ output: '42' })
      expect(await endingOf(await run(desk, asked))).toEqual({ refused: 'token_consumed' })
      expect(bytesIn(dirname(database)).includes(asked.token.slice(20))).toBe(false)
    }))

  it('B10 lets neither the agent nor anybody without the password decide', () =>
    withApprovalsExample(async ({ url, desk, password }) => {
      const { token } = await askFor(desk, SIX_TIMES_SEVEN, '5m')
      const cookie = await sessionCookie(url, password)
      for (const headers of [
        {},
        { 'x-agent-key': desk.key },
        { 'x-hallpass-token': token },
        { cookie, authorization: `Bearer ${token}` },
        { cookie: 'operator=' },
      ])
        expect((await fetch(new URL('/approvals', url), { headers })).status).toBe(403)
      expect(await sessionCookie(url, 'guessed')).toBe('')
      expect(await pendingOf(url, cookie)).toHaveLength(1)
    }))

  it('answers agents that it does not know, commands that are none, and times that no token lives for', () =>
    withApprovalsExample(async ({ url, desk }) => {
      const codeOf = async (key: string, body: object) => {
        const headers = { 'content-type': 'application/json', 'x-agent-key': key }
        const answer = await fetch(new URL('/commands', url), { method: 'POST', headers, body: JSON.stringify(body) })
        return [answer.status, (await answer.json()).code]
      }
      expect(await codeOf('guessed', { command: SIX_TIMES_SEVEN })).toEqual([401, 'agent_unknown'])
      for (const command of [[], 'ls', [1], undefined])
        expect(await codeOf(desk.key, { command })).toEqual([400, 'command_invalid'])
      for (const ttl of ['6m', '0s', 'soon', 5.5])
        expect(await codeOf(desk.key, { command: SIX_TIMES_SEVEN, ttl })).toEqual([400, 'ttl_invalid'])
    }))
})

/** The cookie of an operator who has signed in; empty where the password is wrong. */
async function sessionCookie(url: URL, password: string): Promise<string> {
  const body = new URLSearchParams({ password })
  const answer = await fetch(new URL('/sign-in', url), { method: 'POST', body, redirect: 'manual' })
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

async function pendingOf(
  url: URL,
  cookie: string,
): Promise<readonly { readonly id: string; readonly revision: string }[]> {
  const answer = await fetch(new URL('/approvals', url), { headers: { cookie } })
  return ((await answer.json()) as { readonly pending: readonly { id: string; revision: string }[] }).pending
}
