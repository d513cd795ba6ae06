import type { Locator, Page } from 'playwright-core'

/** Presses the button of the connect page, and arrives at the provider. */
export async function connect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** Signs in at the provider. It asks then, unless it has asked this browser before. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Allows what the provider asks. Resolves to what the application says then. */
export async function allow(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Allow' }).click()
  return arrive(page)
}

/** Arrives back at the application. Resolves to what it says there. */
export async function arrive(page: Page): Promise<string> {
  await page.getByText('Deskmate', { exact: true }).waitFor()
  return heading(page)
}

/** Opens the link of a flow that is open. */
export async function openLink(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: 'Connect' }).waitFor()
}

/** Opens a link that opens nothing. Resolves to what the page says of it. */
export async function openDeadLink(page: Page, link: string): Promise<string> {
  await page.goto(link)
  await page.getByRole('heading', { name: /^(This link|That did not work)/ }).waitFor()
  return `${await heading(page)}: ${await textOf(page.getByRole('status'))}`
}

export function heading(page: Page): Promise<string> {
  return textOf(page.getByRole('heading', { level: 1 }))
}

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? ''
}
