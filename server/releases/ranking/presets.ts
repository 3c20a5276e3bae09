/**
 * The quality profiles that are there without anybody importing any, written as the TRaSH guides write theirs (https://trash-guides.info/Radarr/),
 * with custom formats of our own. Each prefers one resolution and takes the others rather than nothing; films recorded off the screen,
 * unfinished ones and whole discs never.
 */

import type { Quality } from '../../../domain/acquisition.ts'
import type { CustomFormat } from './custom-format.ts'
import { readCustomFormat } from './custom-format.ts'
import type { QualityProfile } from './quality-profile.ts'
import { readQualityProfile } from './quality-profile.ts'

const title = (name: string, value: string) => ({ name, implementation: 'ReleaseTitleSpecification', negate: false, required: false, fields: { value } })
const group = (value: string) => ({ name: 'group', implementation: 'ReleaseGroupSpecification', negate: false, required: true, fields: { value } })
const trait = (value: string) => ({ name: value, implementation: 'TraitSpecification', negate: false, required: true, fields: { value } })
const height = (value: number, negate: boolean) => ({ name: `${value}p`, implementation: 'ResolutionSpecification', negate, required: true, fields: { value } })

/** Groups whose releases have been what their titles say for years. */
const KNOWN = 'AMIABLE|BLOW|CiNEFiLE|CMRG|CtrlHD|D-Z0N3|DON|DRONES|EbP|EPSiLON|ESiR|FGT|FLUX|FraMeSToR|GECKOS|HiDt|HiFi|HONE|KRaLiMaRKo|LoRD|MZABI|NTb|NTG|PiRaTeS|playBD|playHD|playWEB|QOQ|ROVERS|SbR|SiGMA|SiNNERS|SPARKS|SPHD|TayTO|TEPES|TRiToN|WiKi|XEBEC|ZQ'
/** Groups whose pictures are known to be poorer than their titles say. */
const POOR = 'aXXo|BRrip|CrEwSaDe|DNL|EVO|FaNGDiNG0|HDTime|iNTENSO|Leffe|mHDgz|nHD|NhaNc3|nSD|PRODJi|RDN|SANTi|STUTTERSHIT|TBS|TEKNO3D|Tigole|TIKO|WAF|worldmkv|YIFY|YTS(?:[ ._-](?:AM|LT|MX|RE))?'

const formats = {
  'Known group': { score: 30, specifications: [group(`^(?:${KNOWN})$`)] },
  'Poor encodes': { score: -60, specifications: [group(`^(?:${POOR})$`)] },
  'Some devices only (HEVC, AV1)': { score: -20, specifications: [title('codec', '\\b(?:[xh][ ._-]?265|HEVC|AV1)\\b'), height(2160, true)] },
  '3D': { score: -10_000, specifications: [trait('3d')] },
  'Burnt-in subtitles': { score: -10_000, specifications: [trait('burnt-in-subtitles')] },
  Upscaled: { score: -10_000, specifications: [trait('upscaled')] },
} as const satisfies Record<string, { readonly score: number; readonly specifications: readonly object[] }>
type FormatName = keyof typeof formats

const ours: readonly CustomFormat[] = Object.entries(formats).map(([name, { score, specifications }]) => readCustomFormat({ name, trash_id: `rewind-${name}`, trash_scores: { default: score }, specifications }))

interface Item { readonly name: string; readonly allowed: boolean; readonly items: readonly string[] }
const take = (name: string, ...items: string[]): Item => ({ name, allowed: true, items })
const never = (...names: string[]): readonly Item[] => names.map((name) => ({ name, allowed: false, items: [name] }))

const BY_RESOLUTION: Readonly<Record<Quality, readonly Item[]>> = {
  '1080p': [take('1080p from a disc or the web', 'Bluray-1080p', 'WEBDL-1080p'), take('1080p recorded from the web', 'WEBRip-1080p'), take('1080p from television', 'HDTV-1080p'), take('1080p as on the disc', 'Remux-1080p')],
  '720p': [take('720p from a disc or the web', 'Bluray-720p', 'WEBDL-720p'), take('720p recorded from the web', 'WEBRip-720p'), take('720p from television', 'HDTV-720p')],
  '4K': [take('4K from a disc or the web', 'Bluray-2160p', 'WEBDL-2160p'), take('4K recorded from the web', 'WEBRip-2160p'), take('4K from television', 'HDTV-2160p'), take('4K as on the disc', 'Remux-2160p')],
}
const BELOW: readonly Item[] = [take('Less than 720p', 'Bluray-576p', 'Bluray-480p', 'DVD', 'WEBDL-480p', 'WEBRip-480p'), take('From television', 'SDTV'), take('Of no quality that is told', 'Unknown')]
const UNWANTED: readonly Item[] = never('DVD-R', 'BR-DISK', 'Raw-HD', 'REGIONAL', 'DVDSCR', 'WORKPRINT', 'TELECINE', 'TELESYNC', 'CAM')

/** Where nothing of what is wanted is to be had, in this order. */
const OTHERWISE: readonly Quality[] = ['1080p', '720p', '4K']

function presetOf(name: string, items: readonly Item[], wanted: readonly FormatName[]): QualityProfile {
  return readQualityProfile({
    name, cutoff: items[0]!.name, language: 'Original', minFormatScore: -1_000, items: [...items, ...UNWANTED],
    formatItems: Object.fromEntries(wanted.map((each) => [each, `rewind-${each}`])),
  }, ours)
}

const flaws: readonly FormatName[] = ['3D', 'Burnt-in subtitles', 'Upscaled']
const resolutions = (first: Quality) => [first, ...OTHERWISE.filter((each) => each !== first)].flatMap((each) => BY_RESOLUTION[each])

export const presets: readonly QualityProfile[] = [
  ...(['720p', '1080p'] as const).map((quality) => presetOf(quality, [...resolutions(quality), ...BELOW], ['Known group', 'Poor encodes', 'Some devices only (HEVC, AV1)', ...flaws])),
  presetOf('4K', [...resolutions('4K'), ...BELOW], ['Known group', 'Poor encodes', ...flaws]),
  presetOf('Smallest', [
    take('Whatever is small', 'Bluray-1080p', 'WEBDL-1080p', 'WEBRip-1080p', 'HDTV-1080p', 'Bluray-720p', 'WEBDL-720p', 'WEBRip-720p', 'HDTV-720p', 'Bluray-576p', 'Bluray-480p', 'DVD', 'WEBDL-480p', 'WEBRip-480p'),
    ...BELOW.slice(1), ...BY_RESOLUTION['4K'], take('1080p as on the disc', 'Remux-1080p'),
  ], flaws),
]
