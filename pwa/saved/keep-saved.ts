/** Looks after the saved films while the app is open: goes on with what is not there yet, renews their leases, heeds the house's rules, and notices what went missing. */

import { plainRef } from '../../domain/playable.ts'
import type { RetentionRules } from '../../domain/retention.ts'
import { defaultRetention } from '../../domain/retention.ts'
import { maySeeJobs } from '../../projections/jobs.ts'
import type { RetentionAnswer } from '../../projections/wire-storage.ts'
import { ask, CatalogueFailure } from '../catalogue.ts'
import { showToast } from '../elements/show-toast.ts'
import type { Replica } from '../replica.ts'
import { t } from '../strings/saved.ts'
import { dueLeases, forbidden, strayLeases } from './leases.ts'
import { failed, withoutPart } from './saved-film.ts'
import type { SavedFilm } from './saved-film.ts'
import { savedFilms } from './saved-films.ts'
import { missingParts, openSavedFolder } from './saved-folder.ts'

/** Rules seldom change. */
const RULES_FRESH_MS = 3_600_000

type Rules = Pick<RetentionRules, 'saving' | 'leaseDays'>

/** What the house's rules say of saving; undefined while nobody can be asked. */
async function askRules(): Promise<Rules | undefined> {
  try {
    // A server of before has no such rules.
    const { saving, leaseDays } = { ...defaultRetention, ...(await ask<RetentionAnswer>('/api/retention')).rules }
    return { saving, leaseDays }
  } catch (failure) {
    if (!(failure instanceof CatalogueFailure)) throw failure
    return undefined
  }
}

/** Before anything is begun; who cannot ask finds out when the film is asked for. */
export async function maySave(): Promise<boolean> {
  return (await askRules())?.saving !== 'off'
}

/** Says what is new at once, rather than at the next change of anything. */
export async function tellNow(): Promise<void> {
  await lookNow()
}
let lookNow = async (): Promise<void> => {}

export function keepSaved(replica: Replica): void {
  let running = false
  let rulesAt = -Infinity
  let rules: Rules = defaultRetention
  let manual = replica.link.manual

  /** `anew`: what is about to be told of rests on them. */
  async function heedRules(films: readonly SavedFilm[], anew: boolean): Promise<void> {
    // Who may not even see downloads is not told of their rules either.
    const mayKeep = maySeeJobs(replica.session.role)
    if (mayKeep && (anew || Date.now() - rulesAt > RULES_FRESH_MS)) {
      const known = await askRules()
      if (known === undefined) return
      rules = known
      rulesAt = Date.now()
    }
    const saving = mayKeep ? rules.saving : 'off'
    const go = forbidden(films, replica.jobs, saving)
    for (const { jobId } of go) await savedFilms.remove(jobId)
    if (go.length > 0) showToast({ text: t(`saved.ruled.${mayKeep ? saving === 'off' ? 'off' : 'left' : 'guest'}`, { count: go.length, name: go[0]!.name }) })
  }

  const me = { userId: replica.session.userId, deviceId: replica.deviceId }
  const saved = () => savedFilms.all().map(({ film }) => film)
  const due = () => dueLeases(saved(), replica.jobs, me, Date.now())

  async function tell(): Promise<void> {
    const toldAt = Date.now()
    for (const { jobId, ...about } of due()) {
      await savedFilms.change(jobId, (film) => ({ ...film, toldAt }))
      // Its days are the server's to say; with them this device knows as well when a lease is due.
      await replica.send('SaveCopy', { ...plainRef(about), jobId, deviceId: me.deviceId, days: Math.max(1, rules.leaseDays) })
    }
    for (const { key: jobId, ...about } of strayLeases(saved(), replica.jobs, me)) await replica.send('RemoveCopy', { ...plainRef(about), jobId, deviceId: me.deviceId })
  }

  async function look(): Promise<void> {
    if (manual !== replica.link.manual) {
      manual = replica.link.manual
      await savedFilms.look()
    }
    const { online, syncing, lastSyncAt } = replica.link
    // Until it has heard what there is, a device would take leases for stray.
    if (running || !online || syncing || lastSyncAt === null) return
    running = true
    try {
      const films = saved()
      if (films.length > 0) await heedRules(films, due().length > 0)
      await tell()
    } finally {
      running = false
    }
  }

  lookNow = look
  void savedFilms.open().then(async () => {
    await noticeLosses()
    replica.subscribe(() => void look())
    await look()
  })
}

/** What the records say is here, and is not: the browser made room, or somebody cleared its storage. */
async function noticeLosses(): Promise<void> {
  const userId = savedFilms.userId()
  if (userId === undefined) return
  const folder = openSavedFolder(async () => await navigator.storage.getDirectory() as never, userId)
  for (const { film } of savedFilms.all()) {
    if (film.state !== 'saved') continue
    const missing = missingParts(film, await folder.sizes(film.jobId))
    if (missing.length > 0) await savedFilms.change(film.jobId, (known) => known.state === 'saved' ? failed(missing.reduce(withoutPart, known), 'lost') : known)
  }
}
