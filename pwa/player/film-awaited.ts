/** Why a film does not play, while it is on its way: loaded when that is asked, for it knows all that can be said of a fetch. */

import { LitElement, css, html, nothing } from 'lit'
import type { Playable } from '../../domain/playable.ts'
import type { Arrival } from '../../projections/wire.ts'
import '../elements/job-progress.ts'
import { Live } from '../house.ts'
import { isUnderWay, library } from '../library.ts'
import { tellJob } from '../strings/jobs.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'

export class FilmAwaited extends LitElement {
  static override properties = { playable: { attribute: false }, arrival: { attribute: false }, bare: { type: Boolean } }
  declare playable: Playable
  declare arrival: Arrival
  /** The reason alone. */
  declare bare: boolean
  protected live = new Live(this)

  static override styles = [controls, css`:host { display: grid; gap: var(--space-4); }`]

  override render() {
    const { watchable, why, told, status } = this.arrival
    const reason = why === null ? '' : tellJob(told, why)
    if (this.bare) return reason
    const job = library.jobOf(this.playable)
    const words = watchable === 'soon' || watchable === 'now' ? status === 'error' ? reason : t('player.soon') : t('player.unpacked', { why: reason })
    return html`<p role="status">${words}</p>${job && isUnderWay(job) ? html`<job-progress .job=${job} name=${library.called(this.playable)}></job-progress>` : nothing}`
  }
}

customElements.define('film-awaited', FilmAwaited)
declare global { interface HTMLElementTagNameMap { 'film-awaited': FilmAwaited } }
