/** A label that looks like a button, around a file input: the browser's own button speaks the browser's language. */

import { css } from 'lit'

export const fileButton = css`
  .file { position: relative; }
  .file input { inset: 0; inline-size: 100%; position: absolute; opacity: 0; pointer-events: none; }
  .file:focus-within { outline: 3px solid var(--then); outline-offset: 3px; }
  .file:has(:disabled) { opacity: 0.55; }
`
