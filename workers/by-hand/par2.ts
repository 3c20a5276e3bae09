/** `rewind par2`: how a broken download stands, and its repair in place. */

import { basename, relative } from 'node:path'
import process from 'node:process'
import type { Call, CliCommand } from '../../server/cli/command.ts'
import { EXIT, UsageError } from '../../server/cli/command.ts'
import type { OnPar2Progress } from '../par2/complete-set.ts'
import { Par2Error } from '../par2/par2-error.ts'
import type { Par2Folder } from '../par2/par2-folder.ts'
import { openPar2Folder, repairPar2, verifyPar2 } from '../par2/par2-folder.ts'
import type { Par2Set } from '../par2/par2-set.ts'
import type { Survey } from '../par2/survey.ts'

/** Those of `par2` itself, as far as they go. */
const PAR2_EXIT = { intact: 0, repairable: 1, failed: 1, notRepairable: 2, nothingThere: EXIT.notFound, interrupted: 130 } as const

const DIR = 'DIR is a folder, or a PAR2 file: then only files whose names begin as its name does are read for recovery data.'

const verify: CliCommand = {
  name: 'par2 verify', summary: 'Whether the files that PAR2 files protect are whole, and if not, whether they can be repaired', words: ['DIR'], options: {},
  about: `${DIR}\nEnds with 0 when all is whole and in its place, 1 when it can be repaired, 2 when it cannot, 3 when there are no PAR2 files, 130 when stopped.`,
  run: (call) => overSets(call, async (folder, set, watching) => {
    const survey = await verifyPar2(folder, set, watching)
    const state = stateOf(set, survey)
    call.print(told(folder, set, survey, state), words(folder, set, survey, state))
    return state === 'intact' ? PAR2_EXIT.intact : state === 'repairable' ? PAR2_EXIT.repairable : PAR2_EXIT.notRepairable
  }),
}

const repair: CliCommand = {
  name: 'par2 repair', summary: 'Repairs and renames, in their folder, the files that PAR2 files protect', words: ['DIR'], options: {},
  about: `${DIR}\nWhat was damaged or in the way is kept as NAME.1. Ends with 0 when all is whole and in its place, 1 when that failed, 2 when too little is there, 3 when there are no PAR2 files, 130 when stopped.`,
  run: (call) => overSets(call, async (folder, set, watching) => {
    const { survey, rebuilt, blocksUsed } = await repairPar2(folder, set, watching)
    const state = rebuilt.length > 0 || survey.targets.some((target) => target.state === 'renamed') ? 'repaired' : 'intact'
    call.print({ ...told(folder, set, survey, state), blocksUsed }, `${words(folder, set, survey, state)}${blocksUsed > 0 ? `\n${blocksUsed} recovery blocks were used.` : ''}`)
    return PAR2_EXIT.intact
  }),
}

type State = 'intact' | 'repairable' | 'not-repairable' | 'repaired'

function stateOf({ recovery }: Par2Set, { targets, missing }: Survey): State {
  if (targets.every(({ state }) => state === 'intact')) return 'intact'
  return missing.length <= recovery.length ? 'repairable' : 'not-repairable'
}

function told(folder: Par2Folder, { id, creator, sliceBytes, blocks, recovery }: Par2Set, { targets, missing }: Survey, state: State) {
  return {
    set: id, state, creator, sliceBytes, blocks, blocksMissing: missing.length, recoveryBlocks: recovery.length, blocksLacking: Math.max(0, missing.length - recovery.length),
    files: targets.map((target) => ({
      name: target.file.name, sizeBytes: target.file.sizeBytes, state: target.state, blocks: target.file.blocks, blocksFound: target.found,
      found: target.source && relative(folder.path, target.source.path),
    })),
  }
}

function words(folder: Par2Folder, set: Par2Set, survey: Survey, state: State): string {
  const lines = told(folder, set, survey, state).files.map(({ name, state: each, found, blocks, blocksFound }) => {
    const where = each === 'renamed' ? `, found as ${found}` : each === 'intact' ? '' : `, ${blocksFound} of ${blocks} blocks found`
    return `  ${each.padEnd(8)}  ${name}${where}`
  })
  const { missing: { length: missing } } = survey
  const there = `${missing} of ${set.blocks} blocks are lacking, ${set.recovery.length} recovery blocks are there`
  const summary = {
    'intact': 'All is whole and in its place.', 'repairable': `${there}: it can be repaired.`, 'repaired': 'Repaired: all is whole and in its place now.',
    'not-repairable': `${there}: ${missing - set.recovery.length} more are needed.`,
  }
  return [...lines, summary[state]].join('\n')
}

interface Watching { readonly signal: AbortSignal; readonly onProgress: OnPar2Progress }

/** The worst of what the sets end with. */
async function overSets(call: Call, run: (folder: Par2Folder, set: Par2Set, watching: Watching) => Promise<number>): Promise<number> {
  const bar = progressBar(call.options.json === true)
  const refuse = ({ code, message, blocks }: Par2Error): number => {
    call.print({ code, message, ...blocks }, `${code}: ${message}.`)
    return code === 'REPAIR_FAILED' ? PAR2_EXIT.failed : PAR2_EXIT.notRepairable
  }
  try {
    const folder = await openPar2Folder(call.words[0]!, call.signal)
    if (folder.sets.length === 0 && folder.broken.length === 0) {
      if (folder.hasPar1) return refuse(new Par2Error('PAR1', 'These are PAR 1.0 files, which are not read: a program of that time, such as par2 with its PAR 1.0 support, can'))
      call.print({ code: 'NOT_FOUND', message: 'There are no PAR2 files' }, `There are no PAR2 files in ${basename(folder.path)}.`)
      return PAR2_EXIT.nothingThere
    }
    const codes = folder.broken.map(({ error }) => refuse(error))
    for (const set of folder.sets) {
      try {
        codes.push(await run(folder, set, { signal: call.signal, onProgress: bar.show }))
      } catch (error) {
        if (!(error instanceof Par2Error)) throw error
        bar.clear()
        codes.push(refuse(error))
      }
    }
    return Math.max(...codes)
  } catch (error) {
    if (call.signal.aborted) return PAR2_EXIT.interrupted
    if (error instanceof Par2Error) return refuse(error)
    if (!['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    throw new UsageError(`${call.words[0]} cannot be read or written (${(error as NodeJS.ErrnoException).code}): name a folder that is there and yours`, { cause: error })
  } finally {
    bar.clear()
  }
}

const DOING = { verify: 'Looking', repair: 'Computing', check: 'Checking' }
const BAR_CHARACTERS = 40

/** Only on a terminal, and beside the output. */
function progressBar(isForPrograms: boolean): { readonly show: OnPar2Progress; readonly clear: () => void } {
  if (isForPrograms || !process.stderr.isTTY) return { show() {}, clear() {} }
  let shown = ''
  return {
    show({ phase, part }) {
      const done = Math.round(part * BAR_CHARACTERS)
      const line = `${DOING[phase].padEnd(9)} ${'█'.repeat(done)}${'░'.repeat(BAR_CHARACTERS - done)} ${String(Math.floor(part * 100)).padStart(3)} %`
      if (line === shown) return
      shown = line
      process.stderr.write(`\r${line}`)
    },
    clear() {
      if (shown !== '') process.stderr.write('\r\x1b[K')
      shown = ''
    },
  }
}

export const par2Commands: readonly CliCommand[] = [verify, repair]
