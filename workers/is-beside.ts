const BESIDE = /\.(nfo|sfv|srr|srs|txt|diz|url|html?|jpe?g|png|gif|srt|ass|ssa|vtt|sub|idx|nzb|md5|sha\d*)$/i

/** By its name: what lies beside a film, and is no reason to refuse a release that lacks it. */
export const isBeside = (name: string): boolean => BESIDE.test(name)
