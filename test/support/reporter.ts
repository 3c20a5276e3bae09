/** Passes TAP through and ends with what people and machines look for: the files that failed, whatever in them did, and the totals in plain lines. */

import { Transform } from 'node:stream'

export default class Reporter extends Transform {
  #tail = ''
  #totals = ''
  readonly #failed: string[] = []

  override _transform(chunk: Uint8Array | string, _encoding: string, done: () => void): void {
    const lines = (this.#tail + String(chunk)).split('\n')
    this.#tail = lines.pop() ?? ''
    for (const line of lines) this.#line(line)
    done()
  }

  override _flush(done: () => void): void {
    if (this.#tail) this.#line(this.#tail)
    for (const file of this.#failed) this.push(`failed: ${file}\n`)
    this.push(this.#totals)
    done()
  }

  #line(line: string): void {
    this.push(line + '\n')
    const failed = /^not ok \d+ - (.*?)( # time=.*)?$/.exec(line)
    if (failed) this.#failed.push(failed[1]!)
    // How a file ended that had asserted nothing wrong: by a signal, or with a code of its own.
    const ended = /^ {2}(exitCode|signal): (?!null|0$)(.+)$/.exec(line)
    if (ended && this.#failed.length) this.#failed.push(`${this.#failed.pop()} (${ended[1]} ${ended[2]})`)
    const totals = /^# \{ total: (\d+)(.*)\}$/.exec(line)
    if (!totals) return
    const count = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(totals[2]!)?.[1] ?? 0)
    this.#totals = `${count('pass')} passed, ${count('fail')} failed, ${count('skip') + count('todo')} skipped\n`
  }
}
