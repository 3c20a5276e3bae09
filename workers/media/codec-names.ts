/** What a file calls its codecs, in the words of `projections/playability.ts`. */

import type { MatroskaTrack } from './matroska.ts'
import type { Mp4Track } from './mp4.ts'

const IN_MATROSKA: readonly (readonly [string, string])[] = [
  ['V_MPEG4/ISO/AVC', 'h264'], ['V_MPEGH/ISO/HEVC', 'h265'], ['V_MPEGI/ISO/VVC', 'h266'], ['V_AV1', 'av1'], ['V_VP8', 'vp8'], ['V_VP9', 'vp9'], ['V_MPEG1', 'mpeg1'], ['V_MPEG2', 'mpeg2'],
  ['V_MPEG4', 'mpeg4'], ['V_THEORA', 'theora'], ['V_PRORES', 'prores'], ['V_REAL', 'real-video'],
  ['A_AAC', 'aac'], ['A_AC3', 'ac3'], ['A_EAC3', 'eac3'], ['A_DTS/LOSSLESS', 'dts-hd'], ['A_DTS', 'dts'], ['A_TRUEHD', 'truehd'], ['A_MLP', 'truehd'], ['A_FLAC', 'flac'], ['A_OPUS', 'opus'], ['A_VORBIS', 'vorbis'],
  ['A_MPEG/L3', 'mp3'], ['A_MPEG', 'mp2'], ['A_PCM', 'pcm'], ['A_ALAC', 'alac'], ['A_WAVPACK', 'wavpack'], ['A_TTA', 'tta'], ['A_REAL', 'real-audio'], ['A_AC4', 'ac4'],
  ['S_TEXT/UTF8', 'srt'], ['S_TEXT/ASCII', 'srt'], ['S_TEXT/SSA', 'ssa'], ['S_SSA', 'ssa'], ['S_TEXT/ASS', 'ass'], ['S_ASS', 'ass'], ['S_TEXT/WEBVTT', 'webvtt'], ['D_WEBVTT', 'webvtt'], ['S_TEXT/USF', 'usf'],
  ['S_HDMV/PGS', 'pgs'], ['S_HDMV/TEXTST', 'textst'], ['S_VOBSUB', 'vobsub'], ['S_DVBSUB', 'dvb'],
]

const FOURCC: Readonly<Record<string, string>> = {
  H264: 'h264', AVC1: 'h264', X264: 'h264', HEVC: 'h265', WVC1: 'vc1', WMV3: 'wmv', WMV2: 'wmv', WMV1: 'wmv', XVID: 'mpeg4', DIVX: 'mpeg4', DX50: 'mpeg4', MP4V: 'mpeg4', FMP4: 'mpeg4', DIV3: 'mpeg4', MPG2: 'mpeg2', MPG1: 'mpeg1', MJPG: 'mjpeg',
}
/** Numbers of Microsoft's sound formats, in WAVEFORMATEX. */
const WAVE_FORMATS: Readonly<Record<number, string>> = { 1: 'pcm', 3: 'pcm', 0x50: 'mp2', 0x55: 'mp3', 0xff: 'aac', 0x160: 'windows-media', 0x161: 'windows-media', 0x162: 'windows-media', 0x2000: 'ac3', 0x2001: 'dts' }

export function codecInMatroska({ codecId, codecPrivate }: Pick<MatroskaTrack, 'codecId' | 'codecPrivate'>): string {
  if (codecId === 'V_MS/VFW/FOURCC' && codecPrivate && codecPrivate.length >= 20) {
    const name = String.fromCharCode(...codecPrivate.subarray(16, 20))
    return FOURCC[name.toUpperCase()] ?? name
  }
  if (codecId === 'A_MS/ACM' && codecPrivate && codecPrivate.length >= 2) return WAVE_FORMATS[codecPrivate[0]! | codecPrivate[1]! << 8] ?? codecId
  return IN_MATROSKA.find(([id]) => codecId.startsWith(id))?.[1] ?? codecId
}

const IN_MP4: Readonly<Record<string, string>> = {
  avc1: 'h264', avc2: 'h264', avc3: 'h264', avc4: 'h264', dva1: 'h264', dvav: 'h264', hvc1: 'h265', hev1: 'h265', dvh1: 'h265', dvhe: 'h265', vvc1: 'h266', vvi1: 'h266', av01: 'av1', dav1: 'av1', vp08: 'vp8', vp09: 'vp9', 'vc-1': 'vc1',
  jpeg: 'mjpeg', mjpa: 'mjpeg', apch: 'prores', apcn: 'prores', apcs: 'prores', apco: 'prores', ap4h: 'prores', ap4x: 'prores', s263: 'h263', h263: 'h263', SVQ3: 'sorenson', XVID: 'mpeg4', DIVX: 'mpeg4',
  'ac-3': 'ac3', 'ec-3': 'eac3', 'ac-4': 'ac4', dtsc: 'dts', dtse: 'dts', dtsh: 'dts-hd', dtsl: 'dts-hd', dtsx: 'dts-x', dtsy: 'dts-x', mlpa: 'truehd', Opus: 'opus', fLaC: 'flac', alac: 'alac', '.mp3': 'mp3',
  ipcm: 'pcm', fpcm: 'pcm', sowt: 'pcm', twos: 'pcm', lpcm: 'pcm', in24: 'pcm', in32: 'pcm', fl32: 'pcm', fl64: 'pcm', 'raw ': 'pcm', 'NONE': 'pcm', ulaw: 'pcm', alaw: 'pcm',
  iamf: 'iamf', mha1: 'mpeg-h', mha2: 'mpeg-h', mhm1: 'mpeg-h', mhm2: 'mpeg-h', samr: 'amr', sawb: 'amr',
  tx3g: 'tx3g', wvtt: 'webvtt', stpp: 'ttml', sbtt: 'ttml', c608: 'cea-608', c708: 'cea-708', text: 'tx3g', mp4s: 'vobsub',
}
/** MPEG's object types: https://mp4ra.org/registered-types/object-types */
const OBJECT_TYPES: Readonly<Record<number, string>> = {
  0x20: 'mpeg4', 0x21: 'h264', 0x23: 'h265', 0x60: 'mpeg2', 0x61: 'mpeg2', 0x62: 'mpeg2', 0x63: 'mpeg2', 0x64: 'mpeg2', 0x65: 'mpeg2', 0x6a: 'mpeg1', 0x6c: 'mjpeg',
  0x40: 'aac', 0x66: 'aac', 0x67: 'aac', 0x68: 'aac', 0x69: 'mp3', 0x6b: 'mp3', 0xa5: 'ac3', 0xa6: 'eac3', 0xa9: 'dts', 0xaa: 'dts-hd', 0xab: 'dts-hd', 0xac: 'dts', 0xad: 'opus', 0xae: 'ac4', 0xdd: 'vorbis',
}

export function codecInMp4({ format, objectType }: Pick<Mp4Track, 'format' | 'objectType'>): string {
  if (format === 'mp4a' || format === 'mp4v') return OBJECT_TYPES[objectType ?? -1] ?? (format === 'mp4v' ? 'mpeg4' : 'aac')
  return IN_MP4[format] ?? format
}

/** Of mediabunny, for what it alone reads. */
const IN_LIBRARY: Readonly<Record<string, string>> = { avc: 'h264', hevc: 'h265', vvc: 'h266' }
export const codecInLibrary = (codec: string | null): string => codec === null ? 'unknown' : codec.startsWith('pcm-') || codec === 'ulaw' || codec === 'alaw' ? 'pcm' : IN_LIBRARY[codec] ?? codec

const PICTURES = ['pgs', 'vobsub', 'dvb', 'textst', 'cea-608', 'cea-708']
export const isPictureSubtitle = (codec: string): boolean => PICTURES.includes(codec)
