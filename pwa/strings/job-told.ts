/** The story of a fetch in words. Pure: lines in, sentences out. */

import { bytes, timeLeft } from './format.ts'
import type { Told } from '../../domain/said.ts'
import type { StoryLine } from '../../projections/job-story.ts'
import { t } from './downloads.ts'
import { tellJob } from './jobs.ts'
import { momentOf } from './moment-of.ts'

/** One sentence without a full stop. `person` names whoever did it, `system` and workers aside. */
export function tellLine({ type, data, actor }: StoryLine, person: (userId: string) => string): string {
  const text = (name: string) => String(data[name] ?? '')
  const size = (name: string) => bytes(Number(data[name] ?? 0))
  const said = (name: string) => tellJob(data.told as Told | null | undefined, text(name))
  const who = nameOf(actor, person)
  switch (type) {
    case 'FetchRequested': return t(data.needsApproval === true ? 'story.FetchRequested.waits' : 'story.FetchRequested', { quality: text('quality'), who: nameOf(text('requestedBy'), person) })
    case 'FetchDeclined': return text('reason') === '' ? t('story.FetchDeclined', { who }) : t('story.FetchDeclined.why', { who, reason: text('reason') })
    case 'FetchApproved': case 'FetchReconsidered': case 'FetchRetried': case 'FetchCancelled': case 'ReleaseChosen': case 'MovieKept': case 'MovieReleased': case 'MovieRestored': return t(`story.${type}`, { who })
    case 'MovieStreamed': return t('story.MovieStreamed', { who })
    case 'CopySaved': return t('story.CopySaved', { who })
    case 'CopyRemoved': return t(`story.CopyRemoved.${data.why as 'removed'}`, { who: nameOf(text('userId'), person) })
    case 'FetchPrioritized': return t(`story.FetchPrioritized.${data.priority as 'HIGH'}`, { who })
    case 'ReleasesAllowed': return t('story.ReleasesAllowed', { who, count: (data.releaseIds as readonly string[]).length })
    case 'ReleaseSelected': return t('story.ReleaseSelected', { title: text('title'), indexer: text('indexer'), size: size('sizeBytes'), reason: said('reason') })
    case 'ReleaseRejected': return data.title === null ? t('story.ReleaseRejected', { message: said('message') }) : t('story.ReleaseRejected.named', { title: text('title'), message: said('message') })
    case 'ReleaseMapped': return data.watchable === 'now' ? t('story.ReleaseMapped.now') : data.told || data.watchable === 'never' ? said('why') : t('story.ReleaseMapped.unpacked')
    case 'DownloadStarted': return t('story.DownloadStarted', { size: size('totalBytes'), count: Number(data.articles) })
    case 'DownloadProgressed': return tellProgress(data)
    case 'DownloadCompleted': return Number(data.missing) > 0 ? t('story.DownloadCompleted.missing', { size: size('bytes'), count: Number(data.missing) }) : t('story.DownloadCompleted', { size: size('bytes') })
    case 'MovieStored': return t('story.MovieStored', { size: size('sizeBytes') })
    case 'LeavingSoon': return t(`story.LeavingSoon.${data.why as 'expired'}`, { when: momentOf(text('leavesAt')) })
    case 'MovieBinned': return isPerson(actor) ? t('story.MovieBinned.who', { who, when: momentOf(text('until')) }) : t('story.MovieBinned', { when: momentOf(text('until')) })
    case 'MovieDeleted': return data.why == null ? t('story.MovieDeleted', { reason: text('reason') }) : t(`story.MovieDeleted.${data.why as 'asked'}`)
    case 'FetchFailed': return t('story.FetchFailed', { message: said('message') })
    case 'JobClaimed': case 'PreparationStarted': case 'MovieReady': case 'LeavingCalledOff': case 'DeletionStarted': return t(`story.${type}`)
  }
}

function tellProgress(data: StoryLine['data']): string {
  const said = { done: bytes(Number(data.bytes)), total: bytes(Number(data.totalBytes)), time: timeLeft(Number(data.seconds)) }
  const { bytesPerSecond, fastestBytesPerSecond } = data
  return typeof bytesPerSecond !== 'number' ? t('story.DownloadProgressed', said) : t('story.DownloadProgressed.rate', { ...said, rate: bytes(bytesPerSecond), fastest: bytes(Number(fastestBytesPerSecond)) })
}

const isPerson = (actor: string) => /^[0-9a-f]{8}-/.test(actor)

function nameOf(actor: string, person: (userId: string) => string): string {
  return isPerson(actor) ? person(actor) : t(actor === 'somebody' ? 'story.somebody' : 'story.rewind')
}
