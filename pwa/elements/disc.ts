/** A person as a disc with the first letter of their name. Decoration only: the name stands beside it. */

import type { TemplateResult } from 'lit'
import { css, html } from 'lit'

export const disc = {
  of: (name: string): TemplateResult => html`<span class="disc" aria-hidden="true">${[...name][0]?.toLocaleUpperCase() ?? '?'}</span>`,
  styles: css`.disc { flex: none; display: grid; place-content: center; inline-size: 2.25rem; block-size: 2.25rem; border-radius: 50%; background: var(--then-tint); color: var(--then-strong); font: 600 var(--size-2) / 1 var(--text); }`,
} as const
