/**
 * The inner loop of the yEnc decoder, apart from everything that is only parsing: the whole state machine, byte by byte.
 * yenc-decode.ts lets a SIMD kernel run ahead where the runtime has one: same cursor in, same cursor out.
 *
 * It undoes yEnc's shift and escapes and NNTP's dot-stuffing (RFC 3977, 3.1.1) in one pass, and keeps its state between calls,
 * so that an article may be cut anywhere.
 */

/** Where in a line the next byte stands. Plain numbers: this state is compared per line, and a WASM kernel shares it. */
export const IN_LINE = 0
export const LINE_START = 1
/** After `=`: the next byte is escaped. */
export const ESCAPED = 2
export const AFTER_CR = 3
/** After a dot that began a line: stuffed, or the first byte of the end. */
const LINE_DOT = 4
const LINE_DOT_CR = 5
/** After `=` that began a line: an escape, or with `y` a control line. */
const LINE_EQUALS = 6
/** Stopped: `=y` began a line; the byte after the `y` is next. */
export const CONTROL = 7
/** Stopped: `.` CR LF ended the article; the byte after it is next. */
export const ENDED = 8

export interface DataCursor {
  source: Uint8Array
  from: number
  to: number
  /** Must have room for `to - from + 1` bytes after `at`. */
  target: Uint8Array
  at: number
  state: number
}

const CR = 13, LF = 10, DOT = 46, EQUALS = 61, Y = 121

/** Decodes until the source is used up, or the state is CONTROL or ENDED. */
export function decodeData(cursor: DataCursor): void {
  const { source, to, target } = cursor
  let { from, at, state } = cursor
  while (from < to) {
    if (state === IN_LINE) {
      // Nearly all bytes pass here: three comparisons and a store each.
      let byte = source[from]!
      while (byte !== EQUALS && byte !== CR && byte !== LF) {
        target[at++] = byte - 42
        if (++from === to) break
        byte = source[from]!
      }
      if (from === to) break
      from++
      // Most escapes are whole within the chunk; CR is never escaped, because the end of the article must not hide behind `=`.
      if (byte === EQUALS) {
        if (from < to && source[from] !== CR) target[at++] = source[from++]! - 106
        else state = ESCAPED
      } else if (byte === CR) state = AFTER_CR
      continue
    }
    const byte = source[from]!
    switch (state) {
      case AFTER_CR:
        if (byte === LF) { state = LINE_START; from++ } else if (byte === CR) from++
        else state = IN_LINE
        break
      case LINE_START:
        if (byte === DOT) { state = LINE_DOT; from++ } else if (byte === EQUALS) { state = LINE_EQUALS; from++ } else state = IN_LINE
        break
      case ESCAPED:
        if (byte !== CR) { target[at++] = byte - 106; from++ }
        state = IN_LINE
        break
      case LINE_DOT:
        if (byte === CR) { state = LINE_DOT_CR; from++ } else if (byte === EQUALS) { state = LINE_EQUALS; from++ } else state = IN_LINE
        break
      case LINE_DOT_CR:
        if (byte === LF) { state = ENDED; from++ } else state = AFTER_CR
        break
      case LINE_EQUALS:
        if (byte === Y) { state = CONTROL; from++ } else state = ESCAPED
        break
      case CONTROL: case ENDED:
        cursor.from = from
        cursor.at = at
        cursor.state = state
        return
    }
  }
  cursor.from = from
  cursor.at = at
  cursor.state = state
}
