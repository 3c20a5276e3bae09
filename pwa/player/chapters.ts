/** Where chapters begin, as gaps in the seek bar. Their names are said by the bar's value and by the preview above it. */

import { LitElement, css, html } from 'lit'
import type { Chapter } from '../../projections/wire-media.ts'

export function chapterAt(chapters: readonly Chapter[], seconds: number): Chapter | undefined {
  return chapters.findLast(({ startSeconds }) => startSeconds <= seconds)
}

export class ChapterMarks extends LitElement {
  static override properties = { chapters: { attribute: false }, length: { type: Number } }
  declare chapters: readonly Chapter[]
  declare length: number

  static override styles = css`
    :host { position: absolute; inset-inline: 0; block-size: 5px; pointer-events: none; }
    i { position: absolute; inset-block: 0; inset-inline-start: calc(var(--at) * 100%); inline-size: 3px; margin-inline-start: -1.5px; background: oklch(0.1 0.02 335); }
    @media (forced-colors: active) { i { background: Canvas; forced-color-adjust: none; } }
  `

  constructor() {
    super()
    this.chapters = []
    this.length = 0
  }

  private get marks(): readonly number[] {
    return this.chapters.map(({ startSeconds }) => startSeconds / this.length).filter((share) => share > 0 && share < 1)
  }

  /** Not in the template: the page takes no styles that are written into its markup. */
  override updated(): void {
    const { marks } = this
    this.renderRoot.querySelectorAll('i').forEach((mark, index) => mark.style.setProperty('--at', String(marks[index])))
  }

  override render() {
    return this.length > 0 ? this.marks.map(() => html`<i></i>`) : ''
  }
}

customElements.define('chapter-marks', ChapterMarks)
declare global { interface HTMLElementTagNameMap { 'chapter-marks': ChapterMarks } }
