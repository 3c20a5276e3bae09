/** A film that is saved on this device and nowhere else any more: it plays, and can be removed. */

import { LitElement, css, html, nothing } from 'lit'
import type { Playable } from '../../domain/playable.ts'
import { playableOf, samePlayable } from '../../domain/playable.ts'
import { playPath } from '../paths.ts'
import { savedFilms, SavedLive } from '../saved/saved-films.ts'
import { t } from '../strings/saved.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import './save-offline.ts'
import type { Film } from './title-link.ts'

export class OnlyCopy extends LitElement {
  static override properties = { film: { attribute: false }, playable: { attribute: false } }
  declare film: Film
  /** The film, or an episode of it. */
  declare playable: Playable
  protected saved = new SavedLive(this)

  static override styles = [controls, css`
    :host { display: flex; flex: 1; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-5); }
    p { flex: 1 1 18rem; }
  `]

  override render() {
    const copy = savedFilms.all().find(({ film }) => samePlayable(playableOf(film), this.playable))?.film
    if (!copy) return nothing
    return html`${icon('downloads')}<p>${t('saved.gone')}</p><a class="button now" href=${playPath(this.playable)}>${icon('play', 18)}${t('saved.play')}</a>
      <save-offline listed .jobId=${copy.jobId} .title=${copy.name}></save-offline>`
  }
}

customElements.define('only-copy', OnlyCopy)
declare global { interface HTMLElementTagNameMap { 'only-copy': OnlyCopy } }
