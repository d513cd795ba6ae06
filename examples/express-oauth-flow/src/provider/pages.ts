/** Asks for a name. */
export function signInPage(uid: string): string {
  return page(
    'Sign in',
    `<p>This provider stands for any other: every name is an account.</p>
    <form method="post" action="/interaction/${encode(uid)}/sign-in">
      <label for="name">Your name</label>
      <input id="name" name="name" required maxlength="40" autocomplete="username" autofocus>
      <button>Sign in</button>
    </form>
    ${cancelForm(uid)}`,
  )
}

/** Asks whether the application may have what it asks for. */
export function consentPage(uid: string, { application, account }: Consent): string {
  return page(
    `Allow ${application}?`,
    `<p>You are signed in as <strong>${escapeHtml(account)}</strong>. ${escapeHtml(application)} asks for:</p>
    <ul><li>your name</li><li>your e-mail address</li></ul>
    <form method="post" action="/interaction/${encode(uid)}/allow"><button>Allow</button></form>
    ${cancelForm(uid)}`,
  )
}

/** Says that something went wrong, in the words of the protocol. */
export function errorPage(text: string): string {
  return page('That did not work', `<p>${escapeHtml(text)}</p>`)
}

/** Who asks whom. */
export interface Consent {
  readonly application: string
  readonly account: string
}

function cancelForm(uid: string): string {
  return `<form method="post" action="/interaction/${encode(uid)}/cancel"><button class="quiet">Cancel</button></form>`
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)} · Example ID</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/provider.css">
  </head>
  <body>
    <main>
      <p class="brand">Example ID</p>
      <h1>${escapeHtml(title)}</h1>
      ${content}
    </main>
  </body>
</html>
`
}

function encode(uid: string): string {
  return escapeHtml(encodeURIComponent(uid))
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
