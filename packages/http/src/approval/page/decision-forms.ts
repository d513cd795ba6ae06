import { type Html, html } from '../../html/html.js'
import { LONGEST_NOTE } from '../decision.js'
import type { ShownToken } from '../shown-token.js'

/**
 * The forms that decide. Nothing has the focus by itself, so that nobody decides by Enter alone; a denial, which is final,
 * takes a second step and has room for the reason.
 */
export function decisionForms(token: ShownToken, by: string, root: string): Html {
  const { id, createdBy, selfApproval } = token
  const isOwn = createdBy === by && !selfApproval
  return html`${isOwn ? html`<p>You asked for this yourself: somebody else has to approve it.</p>` : approveForm(token, root)}
<details>
<summary>Deny …</summary>
<form method="post" action="${root}${id}/deny" autocomplete="off">
${revisionField(token)}
<p><label for="note">Why? It is kept with the decision.</label>
<textarea id="note" name="note" rows="3" maxlength="${LONGEST_NOTE}"></textarea></p>
<p><button class="deny">Deny for good</button></p>
</form>
</details>`
}

function approveForm(token: ShownToken, root: string): Html {
  return html`<form method="post" action="${root}${token.id}/approve" autocomplete="off">
${revisionField(token)}
<p><button>Approve</button></p>
</form>`
}

function revisionField({ revision }: ShownToken): Html {
  return html`<input type="hidden" name="revision" value="${revision}">`
}
