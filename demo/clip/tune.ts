/** A tune for a film, as a pianist under the screen might play it: a waltz or a march in a key and a mood of the film's own. */

import { seededRandom } from '../seed.ts'

export const SAMPLE_RATE = 44_100
const MIDDLE_C = 261.625_565
const MINOR = [0, 2, 3, 5, 7, 8, 10]
const MAJOR = [0, 2, 4, 5, 7, 9, 11]
/** Degrees of the scale, a chord a bar, eight bars. */
const PROGRESSIONS = [[0, 5, 3, 4, 0, 5, 3, 4], [0, 3, 4, 0, 5, 3, 4, 0], [0, 4, 5, 2, 3, 0, 3, 4], [
  0,
  0,
  3,
  3,
  4,
  4,
  0,
  4,
]]
const HARMONICS = [1, 0.42, 0.22, 0.1, 0.05]
const DECAY_SECONDS = 0.7
const NOTE_SECONDS = 1.8

/** One turn of the tune, `seconds` long, made to be repeated: what rings on at its end is heard at its beginning. */
export function makeTune(seed: number, seconds: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed)
  const scale = random() < 0.6 ? MINOR : MAJOR
  const root = MIDDLE_C * 2 ** ((Math.floor(random() * 12) - 7) / 12)
  const progression = PROGRESSIONS[Math.floor(random() * PROGRESSIONS.length)]!
  const beats = random() < 0.5 ? 3 : 4
  const bars = progression.length
  const beatSeconds = seconds / bars / beats
  const samples = new Float32Array(Math.round(seconds * SAMPLE_RATE))
  const pitch = (degree: number): number => root * 2 ** (Math.floor(degree / 7) + scale[((degree % 7) + 7) % 7]! / 12)

  let melody = 7
  for (const [bar, chord] of progression.entries()) {
    for (let beat = 0; beat < beats; beat++) {
      const at = (bar * beats + beat) * beatSeconds
      if (beat === 0) strike(samples, at, pitch(chord - 14), 0.3)
      else for (const third of [0, 2, 4]) strike(samples, at, pitch(chord + third - 7), 0.09)
      if (beat > 0 && random() < 0.25) continue
      melody = beat === 0 ? chord + 7 + 2 * Math.floor(random() * 3) : melody + Math.floor(random() * 5) - 2
      strike(samples, at, pitch(melody), 0.22)
      if (random() < 0.3) strike(samples, at + beatSeconds / 2, pitch(melody + 1), 0.15)
    }
  }
  return samples
}

/** A struck string: harmonics that die away, the high ones first. Sines by recurrence, which is exact enough and quick. */
function strike(samples: Float32Array, atSeconds: number, frequency: number, loudness: number): void {
  const start = Math.round(atSeconds * SAMPLE_RATE)
  const length = Math.min(samples.length, Math.round(NOTE_SECONDS * SAMPLE_RATE))
  for (const [index, strength] of HARMONICS.entries()) {
    const turn = 2 * Math.PI * frequency * (index + 1) / SAMPLE_RATE
    if (turn > Math.PI / 2) break
    const fade = Math.exp(-(index + 1) / (DECAY_SECONDS * SAMPLE_RATE * 1.6))
    const twist = 2 * Math.cos(turn)
    let [before, now, level] = [-Math.sin(turn), 0, loudness * strength]
    for (let sample = 0; sample < length; sample++) {
      const attack = sample < 200 ? sample / 200 : 1
      samples[(start + sample) % samples.length]! += now * level * attack
      const next = twist * now - before
      before = now
      now = next
      level *= fade
    }
  }
}
