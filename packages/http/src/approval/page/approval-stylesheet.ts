/** What the approval pages need beside the stylesheet of all pages. */
export const APPROVAL_STYLESHEET = `:root { --line: #767676; --raised: #f3f3f3; --danger: #8c1d18; --on-danger: #fff }
@media (prefers-color-scheme: dark) {
  :root { --line: #8f8f8f; --raised: #232323; --danger: #f9b4ae; --on-danger: #4a0b08 }
}
main { max-width: 44rem; padding-top: 2rem }
[data-shown]:focus { outline: none }
a { color: var(--accent) }
.quiet { margin-top: 2rem; color: var(--quiet); font-size: .875rem }
#said:empty { display: none }
.status { font-weight: 600 }
.requests { margin: 0 0 1rem; padding: 0; list-style: none }
.requests li { margin: 0 0 .75rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .375rem }
.requests h2 { margin: 0 0 .25rem; font-size: 1.125rem }
.requests p { margin: 0 }
dl { margin: 0 0 1.5rem; border-top: 1px solid var(--line) }
dl > div { display: grid; grid-template-columns: 10rem 1fr; gap: 0 1rem; padding: .5rem 0; border-bottom: 1px solid var(--line) }
@media (max-width: 32rem) { dl > div { grid-template-columns: 1fr } }
dt { color: var(--quiet) }
dd { margin: 0; min-width: 0 }
dd ul { margin: .25rem 0 0; padding-left: 1.25rem }
code { padding: .0625rem .25rem; border-radius: .25rem; background: var(--raised); font-size: .9375em; white-space: pre-wrap }
b, code { unicode-bidi: isolate }
summary { width: fit-content; padding: .625rem 0; color: var(--accent); cursor: pointer; font-weight: 600 }
label { display: block; margin: 0 0 .25rem }
textarea { width: 100%; padding: .5rem; border: 1px solid var(--line); border-radius: .375rem; color: inherit;
  background: var(--ground); font: inherit }
.deny { color: var(--on-danger); background: var(--danger) }
`
