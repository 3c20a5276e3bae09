/** Fields of the forms in which admins set things up. */

import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'

export interface FieldRules {
  readonly type?: 'text' | 'url' | 'number'
  readonly required?: boolean
  readonly autofocus?: boolean
  readonly placeholder?: string
  readonly pattern?: string
  readonly min?: number
  readonly max?: number
  readonly maxlength?: number
  readonly inputmode?: 'numeric'
}

export function formField(name: string, label: string, value: string | number, more: FieldRules, hint?: string): TemplateResult {
  const { type = 'text', required = false, autofocus = false, placeholder, pattern, min, max, maxlength, inputmode } = more
  return html`<label class="field"><span id="${name}-label">${label}</span><input class="input" aria-labelledby="${name}-label" aria-describedby=${hint ? `${name}-hint` : nothing} name=${name} type=${type} .value=${String(value)} ?required=${required} ?autofocus=${autofocus} autocomplete="off" autocapitalize="off" spellcheck="false"
    placeholder=${placeholder ?? nothing} pattern=${pattern ?? nothing} min=${min ?? nothing} max=${max ?? nothing} maxlength=${maxlength ?? nothing} inputmode=${inputmode ?? nothing}>${hint ? html`<small id="${name}-hint">${hint}</small>` : nothing}</label>`
}

export function formCheck(name: string, label: string, on: boolean, hint?: string): TemplateResult {
  return html`<label class="check"><input type="checkbox" name=${name} .checked=${on} aria-labelledby="${name}-label" aria-describedby=${hint ? `${name}-hint` : nothing}><span id="${name}-label">${label}</span>${hint ? html`<small id="${name}-hint">${hint}</small>` : nothing}</label>`
}

export const settingForm = css`
  form { display: grid; gap: var(--space-4); }
  h2 { margin: 0; }
  .check { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: 0 var(--space-3); min-block-size: var(--target); font-size: var(--size-2); cursor: pointer; }
  .check input { accent-color: var(--now); inline-size: 1.1rem; block-size: 1.1rem; margin: 0; }
  .check small { grid-column: 2; color: var(--ink-soft); font-size: var(--size-1); }
  .notice p { overflow-wrap: anywhere; }
  .tested, .notice { scroll-margin-block-end: 6rem; }
  dialog { scroll-padding-block-end: 6rem; }
  /* Long as the form is, what ends it is always in sight. */
  .row { position: sticky; inset-block-end: calc(-1 * var(--space-5)); margin: 0 calc(-1 * var(--space-5)) calc(-1 * var(--space-5)); padding: var(--space-3) var(--space-5) var(--space-5); background: var(--raise); }
  .row .try { margin-inline-end: auto; }
`
