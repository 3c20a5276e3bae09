/** A parsed release under the names that tables of release titles use for their fields: flat, in snake case, as other parsers print them. */

import type { ParsedRelease } from './parse-release.ts'

export type Json = null | boolean | number | string | readonly Json[]

/** A field that is not here is not read. */
export function releaseFields(parsed: ParsedRelease): Readonly<Record<string, Json>> {
  const { numbering, revision, languages, extras } = parsed
  return {
    parsed: parsed.parsed, name: parsed.name, names: allNames(parsed), names_alternative: parsed.alternativeNames, year: parsed.year,
    source: parsed.source, quality_tag: parsed.sourceTag, resolution: parsed.resolution, modifier: parsed.modifier, proper_or_repack: revision.version > 1, proper: revision.proper, repack: revision.repack,
    proper_count: revision.properCount, version: revision.version, anime_version: revision.version, real: revision.real, group: parsed.group, edition: parsed.edition, edition_tags: parsed.editionTags,
    network: parsed.network, episode_title: parsed.episodeTitle, site: parsed.site, container: parsed.container, file_extension: parsed.container, size: parsed.size, hash: parsed.hash, video_codec: parsed.videoCodec, audio: parsed.audio,
    channels: parsed.channels, bit_depth: parsed.bitDepth, hdr: parsed.hdr, three_d: parsed.threeD, languages: languages.audio, languages_include: languages.audio, languages_mentioned: languages.mentioned,
    subtitle_languages: languages.subtitles, language_tags: languages.tags, seasons: numbering.seasons, season_first: numbering.seasons[0] ?? null, episodes: numbering.episodes,
    absolute_episodes: numbering.absolute, special_absolute_episodes: numbering.between, full_season: parsed.fullSeason, multi_season: parsed.multiSeason, air_date: numbering.airDate, complete: parsed.complete, dubbed: parsed.dubbed,
    subbed: parsed.subbed, upscaled: parsed.upscaled, unrated: parsed.editionTags.includes('Unrated'), uncensored: parsed.editionTags.includes('Uncensored'), extended: parsed.editionTags.includes('Extended Edition'),
    volumes: extras.volumes, region: extras.region, tmdb_id: extras.tmdbId, imdb_id: extras.imdbId, documentary: extras.documentary, ppv: extras.ppv,
    season_part: extras.seasonPart, daily_part: numbering.airDate === null ? null : extras.parts[0] ?? null, season_extra: extras.seasonExtra, possible_special: extras.possibleSpecial,
    part: oneOrAll(extras.parts), disc: oneOrAll(extras.discs), cd: extras.cd, bonus: extras.bonus, film: extras.film, country: extras.country, year_text: extras.years, convert: extras.converted,
    retail: extras.retail, special: extras.special, partial_season: extras.partialSeason, hardcoded: parsed.hardcodedSubs, hardcoded_subs: parsed.hardcodedSubs,
  }
}

/** With the two as they stand in the title, which some catalogues know as one. */
function allNames({ name, alternativeNames }: ParsedRelease): readonly string[] {
  return alternativeNames.length === 0 ? [name] : [[name, ...alternativeNames].join(' AKA '), name, ...alternativeNames]
}

const oneOrAll = (numbers: readonly number[]): Json => numbers.length > 1 ? numbers : numbers[0] ?? null
