import type { enPresets } from './en-presets.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-presets.ts`. */
export const dePresets: Translation<typeof enPresets, 'de'> = {
  'preset.720p': '720p',
  'preset.1080p': '1080p',
  'preset.4K': '4K',
  'preset.Smallest': 'Am kleinsten',
  'preset.Whatever is small': 'Hauptsache klein',
  'preset.1080p from a disc or the web': '1080p von einer Disc oder aus dem Netz',
  'preset.1080p recorded from the web': '1080p, aus dem Netz aufgezeichnet',
  'preset.1080p from television': '1080p aus dem Fernsehen',
  'preset.1080p as on the disc': '1080p wie auf der Disc',
  'preset.720p from a disc or the web': '720p von einer Disc oder aus dem Netz',
  'preset.720p recorded from the web': '720p, aus dem Netz aufgezeichnet',
  'preset.720p from television': '720p aus dem Fernsehen',
  'preset.4K from a disc or the web': '4K von einer Disc oder aus dem Netz',
  'preset.4K recorded from the web': '4K, aus dem Netz aufgezeichnet',
  'preset.4K from television': '4K aus dem Fernsehen',
  'preset.4K as on the disc': '4K wie auf der Disc',
  'preset.Less than 720p': 'Weniger als 720p',
  'preset.From television': 'Aus dem Fernsehen',
  'preset.Of no quality that is told': 'Ohne Angabe der Qualität',
  'preset.Known group': 'Bekannte Gruppe',
  'preset.Poor encodes': 'Schlecht kodiert',
  'preset.Some devices only (HEVC, AV1)': 'Nur für manche Geräte (HEVC, AV1)',
  'preset.3D': '3D',
  'preset.Burnt-in subtitles': 'Fest eingebrannte Untertitel',
  'preset.Upscaled': 'Hochskaliert',
}
