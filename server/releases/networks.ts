/** The broadcasters and services that releases name, by their short signs. */

import { findAll, rulesOf } from './find-tags.ts'

const NETWORKS = rulesOf([
  ['Amazon', 'amzn|amazon(?:hd)?'], ['Netflix', 'nf|netflix(?:u?hd(?:rip)?)?'], ['Disney+', 'dsnp|dsny'], ['HBO Max', 'hmax'], ['HBO', 'hbo'], ['Max', 'max(?=~web)'], ['Hulu', 'hulu'],
  ['Apple TV+', 'atvp|aptv'], ['Paramount', 'pmtp|pmnt|pmnp'], ['Peacock', 'pcok'], ['iTunes', 'it(?=~web)|itunes(?:hd)?'], ['Animal Planet', 'anpl'], ['A&E', 'ae(?=~web)|a&e'],
  ['AMC+', 'amc\\+|bcore'], ['AMC', 'amc'], ['Stan', 'stan'], ['MBC', 'mbc(?:vod)?'], ['DramaFever', 'df(?=~web)'], ['BBC iPlayer', 'ip(?=~web)'], ['BBC', 'bbc'], ['ITV', 'itv'], ['Crunchyroll', 'cr(?=~web)'],
  ['Showtime', 'sho(?=~web)'], ['Starz', 'stz|starz'], ['Comedy Central', 'cc(?=~web)'], ['Nickelodeon', 'nick'], ['NBC', 'nbc'], ['CBS', 'cbs'], ['ABC', 'abc'], ['Fox', 'fox'], ['The CW', 'cw(?=~web)'],
  ['YouTube Red', 'red(?=~web)'], ['Crave', 'crav'], ['Movies Anywhere', 'ma(?=~web)'], ['Vudu', 'vudu'], ['Discovery+', 'dscp'], ['Syfy', 'syfy'], ['Channel 4', '4od|all4'], ['Rakuten', 'rktn'],
  ['Adult Swim', 'adsw|as(?=~web)'], ['ABC Australia', 'aubc'], ['Al Jazeera English', 'ajaz'], ['AnimeLab', 'anlb'], ['ARD', 'ard(?=~web)'], ['BravoTV', 'brav'], ['C More', 'cmor'], ['Canal+', 'cnlp'],
  ['Cartoon Network', 'cn(?=~web)'], ['CBC', 'cbc'], ['CNBC', 'cnbc'], ['Cinemax', 'cmax'], ['Crackle', 'crkl'], ['CSpan', 'cspn'], ['CTV', 'ctv'], ['CuriosityStream', 'cur(?=~web)'], ['CWSeed', 'cws'],
  ['DC Universe', 'dcu(?=~web)'], ['Discovery', 'disc(?=~web)'], ['DIY Network', 'diy(?=~web)'], ['Doc Club', 'docc'], ['DPlay', 'dply'], ['E!', 'etv'], ['Epix', 'epix'], ['ESPN', 'espn'], ['Esquire', 'esq(?=~web)'],
  ['Family', 'fam(?=~web)'], ['Family Jr', 'fjr'], ['Food Network', 'food(?=~web)'], ['Freeform', 'free(?=~web)'], ['Global', 'glbl'], ['GloboSat Play', 'glob(?=~web)'], ['Hallmark', 'hlmk'], ['HGTV', 'hgtv'],
  ['History', 'hist(?=~web)'], ['Investigation Discovery', 'id(?=~web)'], ['IFC', 'ifc(?=~web)'], ['Knowledge Network', 'know(?=~web)'], ['Lifetime', 'life(?=~web)'], ['Motor Trend OnDemand', 'mtod'],
  ['MTV', 'mtv'], ['National Geographic', 'natg'], ['NBA TV', 'nba(?=~web)'], ['NFL', 'nfl(?=~web)'], ['NRK', 'nrk'], ['PBS Kids', 'pbsk'], ['PBS', 'pbs'], ['Playstation Network', 'psn(?=~web)'], ['RTE One', 'rte(?=~web)'],
  ['SBS', 'sbs(?=~web)'], ['SeeSo', 'seso'], ['Shomi', 'shmi'], ['Spike', 'spik'], ['Spike TV', 'spke'], ['Sportsnet', 'snet'], ['Sprout', 'sprt'], ['Sveriges Television', 'svt'], ['TBS', 'tbs(?=~web)'], ['TLC', 'tlc(?=~web)'],
  ['Tubi', 'tubi'], ['TV Land', 'tvl(?=~web)'], ['UKTV', 'uktv'], ['Univision', 'univ(?=~web)'], ['USA Network', 'usan'], ['Velocity', 'vlct'], ['VH1', 'vh1'], ['Viceland', 'vice(?=~web)'], ['Vimeo', 'vmeo'], ['VRV', 'vrv'],
  ['WWE Network', 'wwen'], ['Xbox Video', 'xbox(?=~web)'], ['Yahoo', 'yhoo'], ['ZDF', 'zdf'], ['Hotstar', 'hs(?=~web)|htsr'], ['SonyLIV', 'sonyliv|sliv'], ['ZEE5', 'zee5'], ['Roku', 'roku(?=~web)'],
])

export const networkOf = (text: string): string | null => findAll(text, NETWORKS)[0]?.value ?? null
