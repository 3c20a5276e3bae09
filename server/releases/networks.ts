/** The broadcasters and services that releases name, by their short signs. */

import { findAll, rulesOf } from './find-tags.ts'

const NETWORKS = rulesOf([
  ['Amazon', 'amzn|amazon(?:hd)?'], ['Netflix', 'nf|netflix(?:u?hd(?:rip)?)?'], ['Disney+', 'dsnp|dsny'], ['HBO Max', 'hmax'], ['HBO', 'hbo'], ['Max', 'max(?=~web)'], ['Hulu', 'hulu'],
  ['Apple TV+', 'atvp|aptv'], ['Paramount', 'pmtp|pmnt'], ['Peacock', 'pcok'], ['iTunes', 'it(?=~web)|itunes(?:hd)?'], ['Animal Planet', 'anpl'], ['A&E', 'ae(?=~web)|a&e'],
  ['AMC+', 'amc\\+|bcore'], ['AMC', 'amc'], ['Stan', 'stan'], ['MBC', 'mbc(?:vod)?'], ['DramaFever', 'df(?=~web)'], ['BBC iPlayer', 'ip(?=~web)'], ['BBC', 'bbc'], ['ITV', 'itv'], ['Crunchyroll', 'cr(?=~web)'],
  ['Showtime', 'sho(?=~web)'], ['Starz', 'stz|starz'], ['Comedy Central', 'cc(?=~web)'], ['Nickelodeon', 'nick'], ['NBC', 'nbc'], ['CBS', 'cbs'], ['ABC', 'abc'], ['Fox', 'fox'], ['The CW', 'cw(?=~web)'],
  ['YouTube Red', 'red(?=~web)'], ['Crave', 'crav'], ['Movies Anywhere', 'ma(?=~web)'], ['Vudu', 'vudu'], ['Discovery+', 'dscp'], ['Syfy', 'syfy'], ['Channel 4', '4od|all4'], ['Rakuten', 'rktn'],
])

export const networkOf = (text: string): string | null => findAll(text, NETWORKS)[0]?.value ?? null
