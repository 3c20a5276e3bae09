/** Passes TAP through and ends with what people and machines look for: what failed, in which files, and the totals in plain lines. */

import { Transform } from 'node:stream'

/** Of one failure: what was wanted and seen, and where. */
const TOLD_LINES_MAX = 20

export default class Reporter extends Transform {
  #tail = ''
  #totals = ''
  readonly #failed: string[] = []
  /** What is told of failures again at the end, as a log of this length is read from there. */
  readonly #told: string[] = []
  /** How far in the failure stands that is being told, and what has been told of it. */
  #failure: { readonly indent: string; readonly lines: string[] } | undefined

  override _transform(chunk: Uint8Array | string, _encoding: string, done: () => void): void {
    const lines = (this.#tail + String(chunk)).split('\n')
    this.#tail = lines.pop() ?? ''
    for (const line of lines) this.#line(line)
    done()
  }

  override _flush(done: () => void): void {
    if (this.#tail) this.#line(this.#tail)
    for (const line of this.#told) this.push(`# ${line}\n`)
    for (const file of this.#failed) this.push(`failed: ${file}\n`)
    this.push(this.#totals)
    done()
  }

  #line(line: string): void {
    this.push(line + '\n')
    const failed = /^not ok \d+ - (.*?)( # time=.*)?$/.exec(line)
    // Beside the file that took too long, tap counts its timer.
    if (failed && failed[1] !== 'timeout!') this.#failed.push(failed[1]!)
    this.#tell(line)
    // How a file ended that had asserted nothing wrong: by a signal, or with a code of its own.
    const ended = /^ {2}(exitCode|signal): (?!null|0$)(.+)$/.exec(line)
    if (ended && this.#failed.length) this.#failed.push(`${this.#failed.pop()} (${ended[1]} ${ended[2]})`)
    const totals = /^# \{ total: (\d+)(.*)\}$/.exec(line)
    if (!totals) return
    const count = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(totals[2]!)?.[1] ?? 0)
    this.#totals = `${count('pass')} passed, ${count('fail')} failed, ${count('skip') + count('todo')} skipped\n`
  }

  /** Keeps what an assertion says of its failure; the subtests and the file around it say nothing new. */
  #tell(line: string): void {
    const indent = /^( {4,})not ok /.exec(line)?.[1]
    if (indent) this.#failure = { indent, lines: [line] }
    else if (this.#failure && (line.startsWith(`${this.#failure.indent}  `) || line.trim() === '')) this.#failure.lines.push(line)
    else if (this.#failure) {
      const { lines } = this.#failure
      this.#failure = undefined
      const isSubtest = lines.some((one) => one.includes('isToplevel: true') || / # time=/.test(one))
      if (!isSubtest) this.#told.push(...lines.slice(0, TOLD_LINES_MAX).filter((one) => one.trim()))
    }
  }
}
