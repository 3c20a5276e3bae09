import type { enMade } from './en-made.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-made.ts`. */
export const deMade: Translation<typeof enMade, 'de'> = {
  'made.Director': 'Regie',
  'made.Writer': 'Drehbuch',
  'made.Screenplay': 'Drehbuch',
  'made.Teleplay': 'Drehbuch',
  'made.Story': 'Geschichte',
  'made.Novel': 'Romanvorlage',
  'made.Book': 'Buchvorlage',
  'made.Characters': 'Figuren',
  'made.Original Music Composer': 'Filmmusik',
  'made.Music': 'Musik',
  'made.Director of Photography': 'Kamera',
  'made.Cinematography': 'Kamera',
  'made.Editor': 'Schnitt',
  'made.Producer': 'Produktion',
  'made.Executive Producer': 'Ausführende Produktion',
  'made.Production Design': 'Szenenbild',
  'made.Costume Design': 'Kostüme',
  'made.Creator': 'Idee',
}
