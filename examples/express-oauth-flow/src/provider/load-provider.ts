import type Provider from 'oidc-provider'

/**
 * Loads oidc-provider. On Node 20 it warns that it wants 22; it works there, and the warning would be the first that
 * somebody who tries the example reads. What else it warns of is shown.
 */
export async function loadProvider(): Promise<typeof Provider> {
  const warn = console.warn
  console.warn = (...texts: readonly unknown[]) => {
    if (!String(texts[0]).includes('Unsupported runtime')) warn(...texts)
  }
  try {
    return (await import('oidc-provider')).default
  } finally {
    console.warn = warn
  }
}
