/** How a picture's samples are kept, out of its codec's string (RFC 6381 and each codec's own rules) and its decoder's configuration. */

import type { VideoTrackInfo } from '../../projections/wire-media.ts'

export interface PictureFormat { readonly bitDepth: number | null; readonly chroma: VideoTrackInfo['chroma'] }

const CHROMA = ['4:0:0', '4:2:0', '4:2:2', '4:4:4'] as const
const UNKNOWN: PictureFormat = { bitDepth: null, chroma: null }

export function pictureFormat(codec: string, codecString: string | null, description: Uint8Array | null): PictureFormat {
  switch (codec) {
    case 'h264': return ofAvc(codecString, description)
    case 'h265': return ofHevc(description)
    case 'av1': return ofAv1(codecString)
    case 'vp9': return ofVp9(codecString)
    case 'vp8': return { bitDepth: 8, chroma: '4:2:0' }
    default: return UNKNOWN
  }
}

/** ISO/IEC 14496-15, 5.3.3.1: profiles that may have other samples say so behind the parameter sets. */
function ofAvc(codecString: string | null, avcc: Uint8Array | null): PictureFormat {
  const profile = avcc?.[0] === 1 ? avcc[1]! : Number.parseInt(/^avc\d\.([0-9a-f]{2})/i.exec(codecString ?? '')?.[1] ?? '', 16)
  if (Number.isNaN(profile)) return UNKNOWN
  if (![100, 110, 122, 144, 244].includes(profile)) return { bitDepth: 8, chroma: '4:2:0' }
  if (avcc?.[0] === 1) {
    let at = 6
    for (let sets = avcc[5]! & 31; sets > 0; sets--) at += 2 + ((avcc[at] ?? 0) << 8 | (avcc[at + 1] ?? 0))
    for (let sets = avcc[at++] ?? 0; sets > 0; sets--) at += 2 + ((avcc[at] ?? 0) << 8 | (avcc[at + 1] ?? 0))
    if (at + 1 < avcc.length) return { chroma: CHROMA[avcc[at]! & 3]!, bitDepth: (avcc[at + 1]! & 7) + 8 }
  }
  return profile === 100 ? { bitDepth: 8, chroma: '4:2:0' } : profile === 110 ? { bitDepth: 10, chroma: '4:2:0' } : profile === 122 ? { bitDepth: 10, chroma: '4:2:2' } : { bitDepth: null, chroma: '4:4:4' }
}

/** ISO/IEC 14496-15, 8.3.3.1. */
function ofHevc(hvcc: Uint8Array | null): PictureFormat {
  return hvcc && hvcc.length > 18 && hvcc[0] === 1 ? { chroma: CHROMA[hvcc[16]! & 3]!, bitDepth: (hvcc[17]! & 7) + 8 } : UNKNOWN
}

/** AV1 Codec ISO Media File Format Binding, 5: `av01.P.LLT.DD.M.CCC…`. */
function ofAv1(codecString: string | null): PictureFormat {
  const match = /^av01\.(\d)\.\d+[MH]\.(\d+)(?:\.(\d)\.(\d)(\d)\d)?/.exec(codecString ?? '')
  if (!match) return UNKNOWN
  const [, profile, depth, mono, x, y] = match
  const chroma = mono === '1' ? '4:0:0' : x === '0' ? '4:4:4' : x === '1' && y === '0' ? '4:2:2' : profile === '1' ? '4:4:4' : '4:2:0'
  return { bitDepth: Number(depth), chroma }
}

/** VP Codec ISO Media File Format Binding: `vp09.PP.LL.DD.CC…`. */
function ofVp9(codecString: string | null): PictureFormat {
  const match = /^vp09\.\d+\.\d+\.(\d+)(?:\.(\d+))?/.exec(codecString ?? '')
  if (!match) return UNKNOWN
  const subsampling = Number(match[2] ?? '1')
  return { bitDepth: Number(match[1]), chroma: subsampling === 3 ? '4:4:4' : subsampling === 2 ? '4:2:2' : '4:2:0' }
}
