/** The titles of one topic, and the way into Discover from there. */

import { LitElement, css, html, nothing } from 'lit'
import type { TopicPage, TopicsAnswer } from '../../projections/wire-catalogue.ts'
import { askKept } from '../catalogue.ts'
import { EndlessTitles } from '../elements/endless-titles.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle, staleNotice } from '../elements/notices.ts'
import '../elements/poster-grid.ts'
import { Question } from '../elements/question.ts'
import { t } from '../strings/browse.ts'
import { topicName } from '../strings/topic-name.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import { pathOfTopic } from './discover-wish.ts'

export class TopicScreen extends LitElement {
  static override properties = { key: {} }
  declare key: string
  /** All topics are kept on the device: the name is here before the titles. */
  private topics = new Question<TopicsAnswer>(this, (signal, early) => askKept<TopicsAnswer>('/api/topics', signal, early))
  private titles = new EndlessTitles<TopicPage>(this, (page) => `/api/topics/${encodeURIComponent(this.key)}?page=${page}`, { keeps: true })

  constructor() {
    super()
    this.key = ''
  }

  static override styles = [controls, screenFrame, css`
    :host { min-block-size: 100dvh; }
    .up { display: inline-flex; align-items: center; gap: var(--space-1); min-block-size: var(--target); color: var(--ink-soft); font-size: var(--size-2); text-decoration: none; }
    .up:hover { text-decoration: underline; }
    .count { min-block-size: 1.5em; margin-block-end: var(--space-4); color: var(--ink-faint); font-size: var(--size-2); }
    .notice { margin-block-end: var(--space-4); }
    .head { margin-block-end: var(--space-2); }
    .room { visibility: hidden; }
    @media (width < 44rem) { h1 { flex-basis: 100%; } }
  `]

  override willUpdate(): void {
    this.topics.about('topics')
    this.titles.about(`topic ${this.key}`)
  }

  override render() {
    const { list, failure } = this.titles
    const topic = this.titles.pages[0]?.topic ?? this.topics.reply.answer?.topics.find(({ key }) => key === this.key)
    return html`<a class="up" href=${topic?.mediaType === 'tv' ? '/topics?kind=tv' : '/topics'}>${icon('chevronStart', 18)}${t('topics.all')}</a>
      <div class="head"><h1 tabindex="-1">${topic ? topicName(topic) : (failure?.kind === 'not-found' ? t('nav.notFound') : html`<span class="hidden-text">${t('nav.topics')}</span>`)}</h1>
        ${topic ? html`<a class="button" href=${pathOfTopic(topic)}>${t('topics.refine')}</a>` : failure ? nothing : html`<span class="button room" aria-hidden="true">${t('topics.refine')}</span>`}</div>
      <p class="count figures" role="status">${topic && list ? `${t(`browse.kind.${topic.mediaType}`)} · ${t('browse.count', { count: list.totalResults })}` : nothing}</p>
      ${list?.stale ? staleNotice() : nothing}
      ${!list && failure ? failure.kind === 'not-found'
        ? intertitle(t('topics.notFound'), '', html`<a class="button now" href="/topics">${t('topics.all')}</a>`)
        : failureNotice(failure, () => this.titles.more(), failure.kind === 'offline' ? { offline: t('topics.offline') } : {})
        : list && list.films.length === 0 && this.titles.state === 'ended' ? intertitle(t('topics.none'), t('topics.none.lead'))
        : html`<poster-grid label=${topic ? topicName(topic) : ''} .films=${list?.films ?? []} .source=${this.titles}></poster-grid>`}`
  }
}

customElements.define('topic-screen', TopicScreen)
declare global { interface HTMLElementTagNameMap { 'topic-screen': TopicScreen } }
