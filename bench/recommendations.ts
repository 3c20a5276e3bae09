/**
 * How good recommendations are: `npm run bench:recommendations [-- --quick] [--seed=n]`. Made-up households whose tastes are known (`test/support/synthetic-people.ts`),
 * served by the code that serves people; what is popular and what goes with the last title they liked as yardsticks. Over several seeds, with
 * the spread between them: the figures are of people, so no machine can make them better.
 */

import { loadavg } from 'node:os'
import type { Household, Member, Quality } from '../test/support/measure-recommendations.ts'
import { likeTheLast, meanQuality, popularFor, qualityOf, recommendedTo, sharedQualityOf, syntheticHousehold } from '../test/support/measure-recommendations.ts'
import type { SyntheticTitle } from '../test/support/synthetic-titles.ts'
import { benchOptions, commit, median, quantile } from './measure.ts'
import { serveRecommendations, toldServed } from './recommendations-served.ts'

const { seed, quick } = benchOptions()
const SEEDS = Array.from({ length: quick ? 3 : 6 }, (_, at) => 100 * seed + at)
const SIZE = { titles: 4_000, background: 400, members: quick ? 20 : 50 }
const FIGURES = ['precision', 'ndcg', 'wouldLike', 'wouldLove'] as const

const WORDS: Readonly<Record<keyof Quality | 'allLike' | 'oneDislikes', string>> = {
  precision: 'precision at 20', ndcg: 'nDCG at 20', wouldLike: 'would like, of the twenty', wouldLove: 'would love, of the twenty',
  allLike: 'two people: both would like', oneDislikes: 'two people: one would dislike',
}

type Way = (household: Household, member: Member) => Promise<readonly SyntheticTitle[]>
const WAYS: Readonly<Record<string, Way>> = {
  ours: (household, member) => recommendedTo(household, [member]),
  popularity: async (household, member) => popularFor(household, [member]),
  'like the last liked': async (household, member) => likeTheLast(household, member),
}
const WAYS_FOR_TWO: Readonly<Record<string, (household: Household, pair: [Member, Member]) => Promise<readonly SyntheticTitle[]>>> = {
  'for both': recommendedTo,
  'for the first': (household, [first]) => recommendedTo(household, [first]),
  popularity: async (household, pair) => popularFor(household, pair),
}

console.log(`recommendations: commit ${commit()}, seeds ${SEEDS.join(' ')}, load ${loadavg()[0]!.toFixed(1)}; ${SIZE.titles} titles, ${SIZE.members} people a seed, 30 % of what each rated held back; means (least to greatest seed)`)
const alone: Record<string, Quality[]> = {}
const together: Record<string, { allLike: number; oneDislikes: number }[]> = {}
const genres: number[] = []
const delaysMs: number[] = []
for (const each of SEEDS) {
  const household = syntheticHousehold({ ...SIZE, seed: each })
  for (const [name, way] of Object.entries(WAYS)) {
    const qualities: Quality[] = []
    for (const member of household.members) {
      const shown = await way(household, member)
      qualities.push(qualityOf(shown, member))
      if (name === 'ours') genres.push(new Set(shown.flatMap((title) => title.genres)).size)
    }
    alone[name] = [...alone[name] ?? [], meanQuality(qualities)]
  }
  for (const member of household.members) {
    // What the catalogue is asked is in memory by now, as its cache has it: what is left is the ranking.
    const from = performance.now()
    await recommendedTo(household, [member])
    delaysMs.push(performance.now() - from)
  }
  const pairs = household.members.slice(0, -1).map((member, at): [Member, Member] => [member, household.members[at + 1]!])
  for (const [name, list] of Object.entries(WAYS_FOR_TWO)) {
    const shared = []
    for (const pair of pairs) shared.push(sharedQualityOf(await list(household, pair), pair))
    together[name] = [...together[name] ?? [], { allLike: mean(shared.map(({ allLike }) => allLike)), oneDislikes: mean(shared.map(({ oneDislikes }) => oneDislikes)) }]
  }
}

for (const figure of FIGURES) {
  const of = (name: string) => alone[name]!.map((quality) => quality[figure])
  console.log(`${WORDS[figure].padEnd(34)} ${Object.keys(WAYS).map((name) => `${name} ${told(of(name))}`).join('  ')}  ${Object.keys(WAYS).slice(1).map((name) => `${percent(mean(of('ours')) / mean(of(name)) - 1)} over ${name}`).join(', ')}`)
}
for (const figure of ['allLike', 'oneDislikes'] as const) console.log(`${WORDS[figure].padEnd(34)} ${Object.entries(together).map(([name, shared]) => `${name} ${told(shared.map((each) => each[figure]))}`).join('  ')}`)
console.log(`genres among the twenty ${mean(genres).toFixed(1)}; making a list with a warm catalogue p50 ${median(delaysMs).toFixed(0)} ms, p95 ${quantile(delaysMs, 0.95).toFixed(0)} ms`)
console.log(toldServed(await serveRecommendations(syntheticHousehold({ ...SIZE, seed }), { rounds: quick ? 5 : 15 })))

function told(values: readonly number[]): string {
  return `${mean(values).toFixed(3)} (${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)})`
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function percent(part: number): string {
  return `${part < 0 ? '−' : '+'}${Math.abs(part * 100).toFixed(0)} %`
}
