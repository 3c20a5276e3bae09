/** Settings: one's own data, to bring in and to take along. */

import { LitElement, css, html, nothing } from 'lit'
import { library } from '../library.ts'
import { icon } from '../elements/icon.ts'
import '../elements/library-import.ts'
import { showToast } from '../elements/show-toast.ts'
import type { Exported, Files } from '../exports/formats.ts'
import { everything, imdb, letterboxd, trakt } from '../exports/formats.ts'
import { gather } from '../exports/gather.ts'
import { zipped } from '../exports/zipped.ts'
import { Live, replica } from '../house.ts'
import { saveFile } from '../save-file.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

const FORMATS = { everything, letterboxd, trakt, imdb } as const satisfies Record<string, (exported: Exported) => Files>
type Format = keyof typeof FORMATS

export class SettingsData extends LitElement {
  static override properties = { making: { state: true } }
  declare making: Format | undefined
  protected live = new Live(this)

  static override styles = [controls, sectionStyles, css`
    ul { display: grid; }
    li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-2) var(--space-4); align-items: center; padding-block: var(--space-3); }
    li + li { border-block-start: 1px solid var(--line); }
    @media (width < 44rem) { li { grid-template-columns: minmax(0, 1fr); } .button { justify-self: start; } }
  `]

  private async make(format: Format): Promise<void> {
    if (this.making) return
    this.making = format
    try {
      const exported = await gather()
      if (exported) saveFile(`rewind-${format}.zip`, new Blob(await zipped(FORMATS[format](exported)), { type: 'application/zip' }))
      showToast(exported ? { text: t('settings.data.made') } : { text: t('settings.data.reading'), tone: 'bad' })
    } finally {
      this.making = undefined
    }
  }

  override render() {
    const ready = replica()?.past !== undefined
    return html`${library.isGuest() ? nothing : html`<library-import></library-import>`}
      <section class="part" aria-labelledby="export"><div><h3 id="export">${t('settings.data.export')}</h3><p class="lead">${t('settings.data.lead')}</p></div>
      ${ready ? nothing : html`<p class="soft small" role="status">${t('settings.data.reading')}</p>`}
      <ul>${(Object.keys(FORMATS) as Format[]).map((format) => html`<li><div><h4 class="label">${t(`settings.data.${format}`)}</h4><p class="soft small">${t(`settings.data.${format}.lead`)}</p></div>
        <button class="button" aria-label="${t('settings.data.save')}: ${t(`settings.data.${format}`)}" aria-disabled=${ready && !this.making ? 'false' : 'true'} @click=${() => { if (ready) void this.make(format) }}>${icon('downloads', 18)}${t('settings.data.save')}</button></li>`)}</ul></section>`
  }
}

customElements.define('settings-data', SettingsData)
declare global { interface HTMLElementTagNameMap { 'settings-data': SettingsData } }
