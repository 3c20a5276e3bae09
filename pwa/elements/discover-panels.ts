/** What is in the panel of each filter of Discover. */

import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import type { KeywordsAnswer, SearchPage } from '../../projections/wire-catalogue.ts'
import { ask } from '../catalogue.ts'
import type { Filter, Pill, Wish } from '../screens/discover-wish.ts'
import { codesOf, firstDay, lastDay, pickedOf, pickedText, toggled, toggledCode, yearOf } from '../screens/discover-wish.ts'
import { departmentName } from '../strings/department-name.ts'
import { listed } from '../strings/format.ts'
import { t } from '../strings/browse.ts'
import { genreName } from '../strings/topic-name.ts'
import type { ChoiceEvent } from './choice-list.ts'
import './choice-list.ts'
import type { DiscoverVocabulary, Theme } from './discover-vocabulary.ts'
import { homeRegion } from './discover-vocabulary.ts'
import { icon } from './icon.ts'
import './name-finder.ts'
import type { FoundEvent, NameKind } from './name-finder.ts'
import { failureNotice } from './notices.ts'
import type { Reply } from './question.ts'

export interface PanelContext {
  readonly wish: Wish
  readonly vocabulary: DiscoverVocabulary
  go(change: Partial<Wish>): void
}
/** Asks again for what did not come. */
interface Asked<Answer> { readonly reply: Reply<Answer>; again(): void }

const PEOPLE: NameKind = {
  get label() { return t('discover.person.find') },
  get lead() { return t('discover.person.lead') },
  none: (query) => t('discover.person.none', { query }),
  async find(query, signal) {
    const { people } = await ask<SearchPage>(`/api/search?${new URLSearchParams({ q: query, kind: 'person' })}`, signal)
    return people.map(({ personId, name, department, titles, profilePath }) => ({ id: personId, name, hint: [department && departmentName(department), listed(titles.slice(0, 2))].filter(Boolean).join(' · '), picturePath: profilePath }))
  },
}
const KEYWORDS: NameKind = {
  get label() { return t('discover.keyword.find') },
  get lead() { return t('discover.keyword.lead') },
  none: (query) => t('discover.keyword.none', { query }),
  async find(query, signal) {
    const { keywords } = await ask<KeywordsAnswer>(`/api/keywords?${new URLSearchParams({ q: query })}`, signal)
    return keywords.map(({ id, name }) => ({ id, name, hint: '' }))
  },
}
const DECADES = [2020, 2010, 2000, 1990, 1980, 1970, 1960, 1950, 1940, 1930, 1920, 1910] as const
const VOTES = ['', '50', '200', '1000', '5000'] as const
const LENGTHS = [['short', '', '90'], ['middle', '90', '120'], ['long', '120', '']] as const
const runtimeTop = 240

export const panelStyles = css`
  .chips { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-block: var(--space-2); }
  .chips .button { padding-inline: var(--space-3); font-weight: 500; }
  .duo { display: inline-flex; }
  .duo .button:first-child { border-start-end-radius: 0; border-end-end-radius: 0; }
  .duo .button:last-child { border-start-start-radius: 0; border-end-start-radius: 0; margin-inline-start: -1px; inline-size: var(--target); padding: 0; color: var(--ink-soft); }
  .duo .button:last-child[aria-pressed='true'] { border-color: var(--bad); color: var(--bad); }
  .duo:has(.button:last-child[aria-pressed='true']) .button:first-child { text-decoration: line-through; color: var(--ink-soft); }
  fieldset { border: 0; margin: var(--space-4) 0 0; padding: 0; min-inline-size: 0; }
  legend { padding: 0; color: var(--ink-soft); font-size: var(--size-2); font-weight: 600; }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-3); }
  .range { display: grid; grid-template-columns: 1fr auto; gap: 0 var(--space-3); align-items: center; margin-block: var(--space-3); font-size: var(--size-2); }
  .range output { font-weight: 600; }
  .range input { grid-column: 1 / -1; inline-size: 100%; min-block-size: var(--target); margin: 0; accent-color: var(--now); }
  .field select { inline-size: 100%; }
  .field { margin-block-end: var(--space-3); }
  .bone { block-size: 2.75rem; margin-block: var(--space-2); }
`

export function panelOf(pill: Pill, context: PanelContext): TemplateResult {
  switch (pill) {
    case 'genres': return genres(context)
    case 'years': return years(context)
    case 'vote': return vote(context)
    case 'language': return drawn(context.vocabulary.languages, ({ languages }) => anyOf(pill, languages, context))
    case 'country': return drawn(context.vocabulary.countries, ({ countries }) => anyOf(pill, countries, context))
    case 'people': return people(context)
    case 'providers': return providers(context)
    case 'runtime': return runtime(context)
    case 'certification': return certification(context)
    case 'keywords': return keywords(context)
  }
}

/** What an answer is drawn as; until it comes, where it will be; and why it did not. */
function drawn<Answer>(asked: Asked<Answer>, draw: (answer: Answer) => TemplateResult, bonesCount = 5): TemplateResult {
  const { reply } = asked
  if (reply.answer) return draw(reply.answer)
  if (reply.state === 'failed') return failureNotice(reply.failure, () => asked.again())
  return html`<div aria-hidden="true">${Array.from({ length: bonesCount }, () => html`<div class="bone"></div>`)}</div>`
}

function genres({ wish, vocabulary, go }: PanelContext): TemplateResult {
  return drawn(vocabulary.genres, (answer) => html`${allOrAny('genres', wish, go)}${withOrWithout(answer[wish.kind].map(({ id, name }) => ({ ids: [id], name: genreName(name) })), 'genres', 'withoutGenres', wish, go)}`)
}

function keywords({ wish, vocabulary, go }: PanelContext): TemplateResult {
  return drawn(vocabulary.topics, () => {
    const known = vocabulary.themes
    const others = [...pickedOf(wish.keywords).ids, ...pickedOf(wish.withoutKeywords).ids].filter((id) => !known.some(({ ids }) => ids.includes(id)))
    const shown = [...others.map((id) => ({ ids: [id], name: vocabulary.nameOf('keywords', id) })), ...known]
    return html`${allOrAny('keywords', wish, go)}
      <name-finder .kind=${KEYWORDS} .without=${shown.flatMap(({ ids }) => ids)} @found=${({ found }: FoundEvent) => { vocabulary.meet('keywords', found); go({ keywords: toggled(wish.keywords, [found.id]) }) }}></name-finder>
      ${withOrWithout(shown, 'keywords', 'withoutKeywords', wish, go)}`
  })
}

/** Matters only where there is more than one. */
function allOrAny(filter: 'genres' | 'keywords' | 'people', wish: Wish, go: PanelContext['go']) {
  const { ids, any } = pickedOf(wish[filter])
  return ids.length < 2 ? nothing : html`<div class="chips" role="group" aria-label=${t('discover.match')}>${[false, true].map((each) => html`
    <button class="button ${each === any ? 'on' : ''}" aria-pressed=${each === any ? 'true' : 'false'} @click=${() => go({ [filter]: pickedText({ ids, any: each }) })}>${t(each ? 'discover.any' : 'discover.all')}</button>`)}</div>`
}

function withOrWithout(all: readonly Theme[], filter: 'genres' | 'keywords', not: 'withoutGenres' | 'withoutKeywords', wish: Wish, go: PanelContext['go']) {
  const has = (from: Filter, ids: readonly number[]) => ids.every((id) => pickedOf(wish[from]).ids.includes(id))
  // What one wants and does not want at once would find nothing.
  const change = (ids: readonly number[], into: Filter, from: Filter) => go({ [into]: toggled(wish[into], ids), ...has(from, ids) ? { [from]: toggled(wish[from], ids) } : {} })
  return html`<div class="chips">${all.map(({ ids, name }) => html`<span class="duo">
    <button class="button ${has(filter, ids) ? 'on' : ''}" aria-pressed=${has(filter, ids) ? 'true' : 'false'} @click=${() => change(ids, filter, not)}>${name}</button>
    <button class="button" aria-pressed=${has(not, ids) ? 'true' : 'false'} aria-label=${t('discover.without.label', { name })} title=${t('discover.without.label', { name })} @click=${() => change(ids, not, filter)}>${icon('minus', 16)}</button></span>`)}</div>`
}

function years({ wish, go }: PanelContext): TemplateResult {
  const field = (filter: 'from' | 'to', read: (year: string) => string) => html`<label class="field"><span>${t(`discover.${filter}.label`)}</span>
    <input class="input figures" type="number" inputmode="numeric" min="1870" max="2099" step="1" .value=${yearOf(wish[filter])} @change=${(event: Event) => go({ [filter]: read((event.target as HTMLInputElement).value) })}></label>`
  return html`<div class="pair">${field('from', firstDay)}${field('to', lastDay)}</div>
    <fieldset><legend>${t('discover.decades')}</legend><div class="chips">${DECADES.map((decade) => {
      const [from, to] = [firstDay(String(decade)), lastDay(String(decade + 9))]
      const on = wish.from === from && wish.to === to
      return html`<button class="button ${on ? 'on' : ''}" aria-pressed=${on ? 'true' : 'false'} @click=${() => go(on ? { from: '', to: '' } : { from, to })}>${t('discover.decade', { decade: String(decade) })}</button>`
    })}</div></fieldset>`
}

/** A slider whose one end stands for no bound at all. */
function slider(label: string, filter: Filter, { wish, go }: PanelContext, { top, step, end, said }: { readonly top: number; readonly step: number; readonly end: number; readonly said: (value: string) => string }): TemplateResult {
  const value = wish[filter] === '' ? end : Number(wish[filter])
  const text = (at: number) => at === end ? t('discover.vote.any') : said(String(at))
  const tell = (event: Event) => { const input = event.target as HTMLInputElement; input.parentElement!.querySelector('output')!.textContent = text(Number(input.value)) }
  return html`<label class="range"><span>${label}</span><output class="figures">${text(value)}</output>
    <input type="range" min="0" max=${top} step=${step} .value=${String(value)} aria-valuetext=${text(value)} @input=${tell}
      @change=${(event: Event) => { const at = Number((event.target as HTMLInputElement).value); go({ [filter]: at === end ? '' : String(at) }) }}></label>`
}

function vote(context: PanelContext): TemplateResult {
  const { wish, go } = context
  return html`${slider(t('discover.vote.least'), 'minVote', context, { top: 10, step: 0.5, end: 0, said: String })}
    ${slider(t('discover.vote.most'), 'maxVote', context, { top: 10, step: 0.5, end: 10, said: String })}
    <fieldset><legend>${t('discover.votes')}</legend><div class="chips">${VOTES.map((votes) => html`
      <button class="button ${wish.minVotes === votes ? 'on' : ''}" aria-pressed=${wish.minVotes === votes ? 'true' : 'false'} @click=${() => go({ minVotes: votes })}>${votes ? t('discover.votes.value', { count: Number(votes) }) : t('discover.votes.any')}</button>`)}</div></fieldset>`
}

function runtime(context: PanelContext): TemplateResult {
  const { wish, go } = context
  const said = (minutes: string) => t('discover.minutes', { minutes })
  return html`<div class="chips">${LENGTHS.map(([name, minRuntime, maxRuntime]) => {
    const on = wish.minRuntime === minRuntime && wish.maxRuntime === maxRuntime
    return html`<button class="button ${on ? 'on' : ''}" aria-pressed=${on ? 'true' : 'false'} @click=${() => go(on ? { minRuntime: '', maxRuntime: '' } : { minRuntime, maxRuntime })}>${t(`discover.runtime.${name}`)}</button>`
  })}</div>
    ${slider(t('discover.runtime.least'), 'minRuntime', context, { top: runtimeTop, step: 5, end: 0, said })}
    ${slider(t('discover.runtime.most'), 'maxRuntime', context, { top: runtimeTop, step: 5, end: runtimeTop, said })}`
}

function anyOf(filter: 'language' | 'country', all: readonly { readonly code: string; readonly name: string }[], { wish, go }: PanelContext): TemplateResult {
  return html`<choice-list many label=${t(`discover.${filter}`)} .options=${all.map(({ code, name }) => ({ value: code, label: name }))} .chosen=${codesOf(wish[filter])}
    @choice=${({ value }: ChoiceEvent) => go({ [filter]: toggledCode(wish[filter], value) })}></choice-list>`
}

function people({ wish, vocabulary, go }: PanelContext): TemplateResult {
  const { ids } = pickedOf(wish.people)
  return html`${allOrAny('people', wish, go)}
    ${ids.length === 0 ? nothing : html`<div class="chips">${ids.map((id) => {
      const name = vocabulary.nameOf('people', id)
      return html`<button class="button on" aria-label=${t('discover.remove', { name })} @click=${() => go({ people: toggled(wish.people, id) })}>${name}${icon('close', 16)}</button>`
    })}</div>`}
    <name-finder .kind=${PEOPLE} .without=${ids} @found=${({ found }: FoundEvent) => { vocabulary.meet('people', found); go({ people: toggled(wish.people, found.id) }) }}></name-finder>`
}

function regionField({ wish, vocabulary, go }: PanelContext) {
  const region = wish.region || homeRegion()
  return drawn(vocabulary.countries, ({ countries }) => html`<label class="field"><span>${t('discover.region')}</span><select @change=${(event: Event) => go({ region: (event.target as HTMLSelectElement).value, certification: '' })}>
    ${countries.map(({ code, name }) => html`<option value=${code} .selected=${code === region}>${name}</option>`)}</select></label>`, 1)
}

function providers(context: PanelContext): TemplateResult {
  const { wish, vocabulary, go } = context
  const region = wish.region || homeRegion()
  return html`${regionField(context)}${drawn(vocabulary.providers, ({ providers }) => html`<choice-list many label=${t('discover.providers')}
    .options=${providers.map(({ providerId, name, logoPath }) => ({ value: String(providerId), label: name, logoPath }))} .chosen=${pickedOf(wish.providers).ids.map(String)}
    @choice=${({ value }: ChoiceEvent) => go({ providers: toggled(wish.providers, Number(value), true), region })}></choice-list>`)}`
}

function certification(context: PanelContext): TemplateResult {
  const { wish, vocabulary, go } = context
  const region = wish.region || homeRegion()
  return html`${regionField(context)}${drawn(vocabulary.certifications, (answer) => {
    const known = answer[wish.kind][region] ?? []
    return known.length === 0 ? html`<p class="soft">${t('discover.certification.none')}</p>` : html`<choice-list label=${t('discover.certification')}
      .options=${[{ value: '', label: t('discover.certification.any') }, ...known.map(({ name, meaning }) => ({ value: name, label: name, hint: meaning }))]}
      .chosen=${[wish.certification]} @choice=${({ value }: ChoiceEvent) => go({ certification: value, region })}></choice-list>`
  })}`
}
