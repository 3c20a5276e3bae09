/** The year as one picture, to be shown around: drawn on this device, in the proportions that phones show whole. */

import type { TitleRef } from '../../domain/title.ts'
import type { Stats } from '../../projections/stats.ts'
import { imageUrl } from '../elements/image.ts'
import { library } from '../library.ts'
import { saveFile } from '../save-file.ts'
import { lengthInWords, monthName, yearInWords } from '../strings/calendar-words.ts'
import { t } from '../strings/stats.ts'
import { genreName } from '../strings/topic-name.ts'

const width = 1080
const height = 1350
const colours = { back: '#1d1320', front: '#f6ece2', mark: '#f2876b', then: '#8fd0d6', ray: 'rgba(242, 135, 107, 0.16)' } as const
const display = '"Young Serif", Georgia, serif'
const text = '"Instrument Sans Variable", system-ui, sans-serif'

export async function drawYear(stats: Stats, year: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const ink = canvas.getContext('2d')!
  await Promise.all([document.fonts.load(`400 100px ${display}`), document.fonts.load(`600 40px ${text}`)])
  ground(ink)
  ink.textAlign = 'center'
  line(ink, t('year.of'), 150, `400 44px ${display}`, colours.front)
  line(ink, yearInWords(year), 330, `400 190px ${display}`, colours.mark)
  line(ink, lengthInWords(stats.totals.minutes, 'long'), 450, `400 76px ${display}`, colours.front)
  const { films, episodes } = stats.totals
  line(ink, [films > 0 && t('stats.hero.films', { count: films }), episodes > 0 && t('stats.hero.episodes', { count: episodes })].filter(Boolean).join(' · '), 512, `500 36px ${text}`, colours.then)
  await posters(ink, [...stats.loved.map(({ title }) => title), ...stats.first ? [stats.first.title] : [], ...stats.last ? [stats.last.title] : []])
  const month = [...stats.periods].sort((a, b) => b.plays - a.plays)[0]
  const facts = [
    [t('year.month'), month ? monthName(Number(month.name.slice(5)) - 1, 'long') : ''], [t('stats.genres'), stats.genres[0] ? genreName(stats.genres[0].name) : ''], [t('stats.streak'), stats.streak ? t('stats.days', { count: stats.streak.days }) : ''],
  ] as const
  const shown = facts.filter(([, value]) => value !== '')
  shown.forEach(([name, value], i) => {
    const x = width / 2 + (i - (shown.length - 1) / 2) * 310
    line(ink, name, 1150, `500 26px ${text}`, colours.front, x, 290)
    line(ink, value, 1202, `400 44px ${display}`, colours.mark, x, 290)
  })
  line(ink, t('app.name'), 1285, `400 30px ${display}`, colours.then)
  return await canvas.convertToBlob({ type: 'image/png' })
}

type Ink = OffscreenCanvasRenderingContext2D

function ground(ink: Ink): void {
  ink.fillStyle = colours.back
  ink.fillRect(0, 0, width, height)
  ink.fillStyle = colours.ray
  for (let turn = 0; turn < 360; turn += 11) {
    ink.beginPath()
    ink.moveTo(width / 2, height * 0.66)
    ink.arc(width / 2, height * 0.66, 1_300, turn * Math.PI / 180, (turn + 4) * Math.PI / 180)
    ink.fill()
  }
  ink.strokeStyle = colours.front
  for (const [inset, alpha] of [[32, 0.6], [44, 0.3]] as const) {
    ink.globalAlpha = alpha
    ink.strokeRect(inset, inset, width - inset * 2, height - inset * 2)
  }
  ink.globalAlpha = 1
}

/** Set smaller where it would be too wide. */
function line(ink: Ink, words: string, y: number, font: string, colour: string, x = width / 2, room = width - 140): void {
  ink.fillStyle = colour
  ink.font = font
  const wide = ink.measureText(words).width
  if (wide > room) ink.font = font.replace(/(\d+)px/, (_, px: string) => `${Math.floor(Number(px) * room / wide)}px`)
  ink.fillText(words, x, y)
}

/** Those that are to be had; offline, those that this device has. */
async function posters(ink: Ink, titles: readonly TitleRef[]): Promise<void> {
  const paths = [...new Set(titles.map((title) => library.film(title).posterPath).filter((path) => path !== null))].slice(0, 3)
  const drawn = (await Promise.all(paths.map(pictureOf))).filter((picture) => picture !== undefined)
  drawn.forEach((picture, i) => {
    ink.save()
    ink.translate(width / 2 + (i - (drawn.length - 1) / 2) * 320, 820)
    ink.rotate((i % 2 === 0 ? -2 : 2) * Math.PI / 180)
    ink.shadowColor = 'rgba(0, 0, 0, 0.5)'
    ink.shadowBlur = 40
    ink.drawImage(picture, -145, -217, 290, 434)
    ink.restore()
  })
}

async function pictureOf(path: string): Promise<ImageBitmap | undefined> {
  try {
    const answer = await fetch(imageUrl(500, path))
    return answer.ok ? await createImageBitmap(await answer.blob()) : undefined
  } catch {
    // No network, and not looked at on this device: the picture does without.
    return undefined
  }
}

/** To the system's own dialog where there is one for pictures, else as a download. Rejects with AbortError when the person closes that. */
export async function give(picture: Blob, name: string, title: string): Promise<void> {
  const file = new File([picture], name, { type: picture.type })
  if (navigator.canShare?.({ files: [file] })) {
    await navigator.share({ files: [file], title })
    return
  }
  saveFile(name, picture)
}
