/** Languages by the words releases use for them. Codes: ISO 639-1, with a region where releases tell regions apart. */

import { findAll, rulesOf } from './find-tags.ts'

export const LANGUAGE_WORDS = rulesOf([
  ['pt-BR', 'brazilian|brazil(?:ian)?~portuguese|portuguese~brazil|dublado|pt~?-?~?br|por~br|ptbr|pt[(/]br\\)?|br(?=[ ]*(?:[\\[(\\]]|$))|(?<=leg(?:endas?|endado)?[ .])br|legendado~ptbr'],
  ['es-419', '(?:audio~)?latino|esp~?lat|spanish~latin(?:o)?|latin~(?:american~)?spanish|lat~spa|spa~lat|es~la'],
  ['nl-BE', 'flemish|vlaams'], ['zh-TW', 'traditional~chinese'],
  ['en', 'english|en(?:g)?sub(?:bed|s)?|engl?|ingl[eéê]s|en|eng~?dub(?:bed)?|ing|инглиш|英'],
  ['fr', 'french|fran[cç]ais|truefrench|fre|fra|fr|vff|vf[2fiq]?|vfi|voa?f|vostfr|subfrench|multi~vf[2fq]?|frn'],
  ['de-CH', 'swissgerman'], ['de', 'german|deutsch|ger(?:dub)?|deu|videomann|de|alemao|alemán'],
  ['es', 'temporada|spanish|sp|espa[nñ]ol|castellano|spa|esp|es|spandub|castilian'],
  ['it', 'italian(?:o)?|ita|it'], ['ja', 'japanese|jap|jpn|jp|ja|japon[eê]s|日|日语'], ['ko', 'korean|kor|ko|kr'],
  ['zh', 'chinese|mandarin|cantonese|chi|chn|chs|cht|big5|\\[?繁体\\]?|繁體|zh|cn|gb|chs&cht|zho|简体|简|中字|国漫|国语|bg5|国语(?:音轨|配音)?|[简繁体中英日双语内嵌封外挂字幕]{2,}'],
  ['ru', 'russian|rus|ru|русский|рус'], ['uk', 'ukr(?:ainian)?|\\dx?ukr|укр|uk(?=[ .]sub)'], ['pl', 'polish|pol(?:ish)?|pl|pldub|dubpl|lek(?:tor)?~?pl|pl~?lek|lektor|napisy~?pl|plsub(?:s|bed)?|pl~?dub|polski'],
  ['pt', 'portuguese|portugu[eê]s(?:a)?|por|pt~pt|pt'], ['nl', 'dutch|nederlands|nl|nlsub(?:s|bed)?|dut|nld'], ['sv', 'swedish|svenska?|swe|sv|se(?=~sub)|swesub(?:s|bed)?|swedub'],
  ['no', 'norwegian|norska?|nor|nob|bokmal|no(?=~sub)|norsub'], ['da', 'danish|danska?|dan|da|dansub|dk(?:subs?)?'], ['fi', 'finnish|finska?|fin|finsub|fi'],
  ['is', 'icelandic|ice|isl'], ['el', 'greek|gre|ell|gr'], ['tr', 'turkish|tur|tr|türkçe'], ['hu', 'hungarian|hun(?:dub)?|magyar|hu'],
  ['cs', 'czech|cze|cz|ces'], ['sk', 'slovak(?:ian)?|slo|svk|sk|slk'], ['sl', 'slovenian|slovene|slv'], ['ro', 'romanian|rum|ron|rom|ro|ro(?:sub|dub)(?:bed)?'],
  ['bg', 'bulgarian|bul|bgaudio|bg(?:~audio)?'], ['hr', 'croatian|hrv|cro|hr'], ['sr', 'serbian|srp'], ['bs', 'bosnian|bos'], ['mk', 'macedonian|mac|mkd'],
  ['sq', 'albanian|alb|sqi'], ['lt', 'lithuanian|lit|lt'], ['lv', 'latvian|lav|lv'], ['et', 'estonian|est|et'],
  ['he', 'hebrew|hebdub(?:bed)?|heb|hebdub|he'], ['ar', 'arabic|arab|ara|ar'], ['fa', 'persian|farsi|per|fas'], ['hi', 'hindi|hin|hi'], ['ta', 'tamil|tam'], ['te', 'telugu|tel'],
  ['kn', 'kannada|kan'], ['ml', 'malayalam|mal'], ['bn', 'bengali|ben'], ['mr', 'marathi|mar'], ['gu', 'gujarati|guj'], ['pa', 'punjabi|pan'], ['ur', 'urdu|urd'],
  ['th', 'thai|tha'], ['vi', 'vietnamese|vie|vietsub'], ['id', 'indonesian|ind'], ['ms', 'malay(?:sian)?|msa|may'], ['tl', 'tagalog|filipino|fil|tgl'],
  ['mn', 'mongolian|mon|khalkha'], ['ka', 'georgian|geo|kat|ka'], ['az', 'azerbaijan(?:i)?'], ['uz', 'uzbek(?:istan)?'], ['ca', 'catal[aàá]n?|cat'], ['eu', 'basque|euskera'], ['gl', 'galician'],
  ['la', 'latin'], ['rm', 'romans(?:c?h)|rumantsch'], ['af', 'afrikaans'], ['original', 'orig(?:inal)?'],
])

/** Short codes are words of many languages: they count only in capitals, between brackets, or joined to another language. */
export const isShort = (word: string) => word.length <= 3

/** "[Castellano]", "ESP,ENG,CAT": nothing but names of languages. */
export function isLanguage(text: string): boolean {
  const found = findAll(text, LANGUAGE_WORDS)
  const rest = found.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text)
  return found.length > 0 && !/[\p{L}\d]/u.test(rest)
}

/** Scripts that tell the language of a name written in them. */
export const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\u3040-\u30ff]/], ['zh', /[\u4e00-\u9fff]/], ['ru', /[\u0400-\u04ff]/], ['ko', /[\uac00-\ud7af]/], ['ar', /[\u0600-\u06ff]/], ['he', /[\u0590-\u05ff]/],
  ['th', /[\u0e00-\u0e7f]/], ['el', /[\u0370-\u03ff]/], ['hi', /[\u0900-\u097f]/],
]

/** Words of a language that tell who a release was made for. */
export const OWN_WORDS: readonly (readonly [string, RegExp])[] = [
  ['pt', /(?<!\p{L})(?:legendado|dublado|portugu[eê]s|cap[ií]tulo|db-br)(?!\p{L})/iu], ['fr', /(?<!\p{L})(?:saison|int[eé]grale|épisode)(?!\p{L})/iu],
]

/** ISO 639-2 codes that are words elsewhere; as the last word of a subtitle file they are none. */
export const SUBTITLE_CODES = rulesOf([['vi', 'vie'], ['he', 'heb'], ['te', 'tel'], ['ms', 'may|msa'], ['ta', 'tam'], ['th', 'tha'], ['id', 'ind'], ['hi', 'hin'], ['uk', 'ukr'], ['el', 'gre'], ['is', 'ice'], ['fa', 'per']])
