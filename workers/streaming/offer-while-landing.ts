/** Lets a release be watched from the moment its download starts: what the acquisition of a movie calls. */

import type { Playable } from '../../domain/playable.ts'
import type { Told } from '../../domain/said.ts'
import type { Log } from '../../server/log.ts'
import type { LandingFilm, NotPlayable } from '../../server/media/landing-films.ts'
import type { System } from '../../server/system.ts'
import { asRecorded } from '../as-recorded.ts'
import type { JobLease } from '../job-lease.ts'
import type { RunningDownload } from '../usenet/download.ts'
import type { Landing } from '../usenet/landing.ts'
import type { DownloadPlan } from '../usenet/plan-download.ts'
import type { LandingVolume } from './landed-bytes.ts'
import type { OpenLandingFilm } from './landing-film.ts'
import { openLandingFilm } from './landing-film.ts'
import type { LandingFilmsHost } from './landing-films-host.ts'

export interface LandingRelease {
  readonly jobId: string
  readonly releaseId: string
  readonly wanted: Playable
  readonly passwords: readonly string[]
  readonly plan: DownloadPlan
  readonly landing: Pick<Landing, 'extentOf' | 'pathOf' | 'toldOf'>
  readonly download: Pick<RunningDownload, 'want' | 'landed' | 'has' | 'isMissing'>
  readonly lease: JobLease
  readonly host: LandingFilmsHost
  readonly system: Pick<System, 'files' | 'sleep'>
  readonly log: Log
}

/** To be told when volumes are repaired and when the film is stored, and to be closed whatever happens. */
export function offerWhileLanding({ jobId, releaseId, wanted, passwords, plan, landing, download, lease, host, system, log }: LandingRelease): OpenLandingFilm {
  const volumes = plan.files.flatMap(({ kind }, file) => kind === 'content' ? [volumeOf(plan, file, landing)] : [])
  return openLandingFilm({
    jobId, releaseId, wanted, passwords, volumes, download, host, system, log, signal: lease.signal,
    onFound(found) {
      lease.send('MapRelease', { releaseId, ...toldOf(found) }).catch((error: unknown) => log.debug({ err: error }, 'nobody is told any more how the film can be watched'))
    },
  })
}

function toldOf(found: LandingFilm | NotPlayable): { readonly watchable: 'now' | 'unpacked' | 'never'; readonly why: string; readonly told?: Told } {
  if (found.state === 'playable') return { watchable: 'now', why: '' }
  const { message: why, ...told } = asRecorded(found.said)
  switch (found.state) {
    case 'never': return { watchable: 'never', why, ...told }
    case 'mapping': case 'unpacked': return { watchable: 'unpacked', why, ...told }
  }
}

function volumeOf({ files }: DownloadPlan, file: number, landing: LandingRelease['landing']): LandingVolume {
  const { name, firstArticle, articles } = files[file]!
  return {
    file, firstArticle, articles, path: landing.pathOf(file), whole: false,
    get name() {
      return name ?? landing.toldOf(file)?.name ?? null
    },
    /** For sure once the last article has landed; before that as the articles tell, where that can be. */
    get sizeBytes() {
      const last = landing.extentOf(firstArticle + articles - 1)
      if (last) return last.offset + last.length
      const articleBytes = landing.extentOf(firstArticle)?.length ?? USUAL_ARTICLE_BYTES
      const told = landing.toldOf(file)?.sizeBytes ?? 0
      return told > (articles - 1) * articleBytes && told <= articles * articleBytes ? told : articles * articleBytes
    },
    placeOf: (article) => landing.extentOf(article),
  }
}

const USUAL_ARTICLE_BYTES = 716_800
