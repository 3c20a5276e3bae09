/** Passes TAP through and ends with the totals in the plain lines that people and machines look for. */

import { Transform } from 'node:stream'

export default class Reporter extends Transform {
  #tail = ''
  #totals = ''

  override _transform(chunk: Uint8Array | string, _encoding: string, done: () => void): void {
    const lines = (this.#tail + String(chunk)).split('\n')
    this.#tail = lines.pop() ?? ''
    for (const line of lines) this.#line(line)
    done()
  }

  override _flush(done: () => void): void {
    if (this.#tail) this.#line(this.#tail)
    this.push(this.#totals)
    done()
  }

  #line(line: string): void {
    this.push(line + '\n')
    const totals = /^# \{ total: (\d+)(.*)\}$/.exec(line)
    if (!totals) return
    const count = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(totals[2]!)?.[1] ?? 0)
    this.#totals = `${count('pass')} passed, ${count('fail')} failed, ${count('skip') + count('todo')} skipped\n`
  }
}
