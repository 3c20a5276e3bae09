/** The two kinds of WebVTT that lie beside a film, as the server writes them: subtitles, and which part of a picture is of which time. Pure. */

export interface TimedText {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly text: string
  /** By their names: `line`, `position`, `align`. */
  readonly settings: Readonly<Record<string, string>>
}

const TIMES = /^(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)\.(\d{3})(?: (.*))?$/

export function readWebVtt(file: string): readonly TimedText[] {
  return file.trimEnd().split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n')
    const at = lines.findIndex((line) => line.includes(' --> '))
    const match = at < 0 ? null : TIMES.exec(lines[at]!)
    if (!match) return []
    const seconds = (from: number) => Number(match[from] ?? 0) * 3_600 + Number(match[from + 1]) * 60 + Number(match[from + 2]) + Number(match[from + 3]) / 1_000
    const settings = Object.fromEntries((match[9] ?? '').split(' ').flatMap((setting) => { const [name, value] = setting.split(':'); return name && value ? [[name, value]] : [] }))
    return [{ startSeconds: seconds(1), endSeconds: seconds(5), text: lines.slice(at + 1).join('\n'), settings }]
  })
}
