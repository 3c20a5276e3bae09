/** Writing or changing a review. */

import { LitElement, css, html } from 'lit'
import type { Visibility } from '../../domain/library-entry.ts'
import { VISIBILITIES } from '../../domain/scales.ts'
import type { Film } from '../elements/title-link.ts'
import { acts } from '../acts.ts'
import { library } from '../library.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'

export class ReviewDialog extends LitElement {
  static override properties = { film: { state: true } }
  declare film: Film | undefined

  static override styles = [controls, dialogFrame, css`
    form { display: grid; gap: var(--space-4); }
    .two { display: flex; flex-wrap: wrap; gap: var(--space-4); }
    .two .field { flex: 1 1 10rem; }
    .tick { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); }
    .tick input { inline-size: 1.3rem; block-size: 1.3rem; accent-color: var(--now); }
    .row { margin: 0; }
  `]

  show(film: Film): void {
    this.film = film
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  private save(event: SubmitEvent): void {
    const fields = new FormData(event.target as HTMLFormElement)
    if (this.film) acts.review(this.film, {
      text: String(fields.get('text')).trim(),
      score: Number(fields.get('score')),
      visibility: fields.get('visibility') as Visibility,
      spoiler: fields.has('spoiler'),
    })
  }

  override render() {
    const review = this.film ? library.entry(this.film)?.review : undefined
    return html`<dialog aria-labelledby="title"><form method="dialog" @submit=${this.save}>
      <h2 id="title">${t('title.review')}</h2>
      <label class="field"><span>${t('title.review.text')}</span><textarea class="input" name="text" maxlength="20000" .value=${review?.text ?? ''}></textarea></label>
      <div class="two"><label class="field"><span>${t('title.review.score')}</span><input class="input" type="number" name="score" min="0" max="10" step="0.5" required .value=${String(review?.score ?? 7)}></label>
        <label class="field"><span>${t('title.review.visibility')}</span><select name="visibility">${VISIBILITIES.map((each) => html`<option value=${each} .selected=${each === (review?.visibility ?? 'private')}>${t(`visibility.${each}`)}</option>`)}</select></label></div>
      <label class="tick"><input type="checkbox" name="spoiler" .checked=${review?.spoiler ?? false}>${t('title.review.spoiler')}</label>
      <div class="row"><button type="button" class="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('act.cancel')}</button><button class="button now">${t('act.save')}</button></div>
    </form></dialog>`
  }
}

customElements.define('review-dialog', ReviewDialog)
declare global { interface HTMLElementTagNameMap { 'review-dialog': ReviewDialog } }
