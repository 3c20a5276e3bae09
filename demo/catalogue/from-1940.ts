import type { Film } from './film.ts'

/** Their copyright was not renewed, or was void for want of a notice. */
export const filmsFrom1940: readonly Film[] = [
  {
    tmdbId: 3085, imdbId: 'tt0032599', title: 'His Girl Friday', language: 'en', countries: ['US'],
    releaseDate: '1940-01-18', runtimeMinutes: 92, directors: ['Howard Hawks'], score: 7.4, genres: ['Comedy', 'Romance', 'Drama'],
    cast: [['Cary Grant', 'Walter Burns'], ['Rosalind Russell', 'Hildy Johnson'], ['Ralph Bellamy', 'Bruce Baldwin'], ['Gene Lockhart', 'Sheriff Hartwell']],
    tagline: 'Two hundred and forty words a minute.',
    overview: 'An editor has one day to stop his star reporter, who is also his former wife, from leaving for Albany and an insurance man. There is a hanging to cover.',
  },
  {
    tmdbId: 32574, imdbId: 'tt0033891', title: 'Meet John Doe', language: 'en', countries: ['US'],
    releaseDate: '1941-05-03', runtimeMinutes: 122, directors: ['Frank Capra'], score: 7.2, genres: ['Drama', 'Comedy', 'Romance'],
    cast: [['Gary Cooper', 'John Doe'], ['Barbara Stanwyck', 'Ann Mitchell'], ['Edward Arnold', 'D. B. Norton'], ['Walter Brennan', 'The Colonel']],
    tagline: 'He was invented on a deadline.',
    overview: 'A dismissed columnist makes up a man who will jump from city hall at Christmas. The paper hires a ballplayer to be him, and the country believes.',
  },
  {
    tmdbId: 43795, imdbId: 'tt0034012', title: 'Penny Serenade', language: 'en', countries: ['US'],
    releaseDate: '1941-04-24', runtimeMinutes: 119, directors: ['George Stevens'], score: 6.8, genres: ['Drama', 'Romance'],
    cast: [['Irene Dunne', 'Julie Gardiner'], ['Cary Grant', 'Roger Adams'], ['Edgar Buchanan', 'Applejack'], ['Beulah Bondi', 'Miss Oliver']],
    tagline: 'A marriage on gramophone records.',
    overview: 'A woman about to leave her husband plays their old records one after the other, and each brings back a year of luck or loss.',
  },
  {
    tmdbId: 22613, imdbId: 'tt0036241', title: 'The Outlaw', language: 'en', countries: ['US'],
    releaseDate: '1943-02-05', runtimeMinutes: 116, directors: ['Howard Hughes'], score: 5.7, genres: ['Western'],
    cast: [['Jack Buetel', 'Billy the Kid'], ['Jane Russell', 'Rio McDonald'], ['Thomas Mitchell', 'Pat Garrett'], ['Walter Huston', 'Doc Holliday']],
    tagline: 'They quarrel about the horse.',
    overview: 'Doc Holliday finds his stolen strawberry roan with Billy the Kid, likes the boy, and so makes an enemy of Sheriff Garrett.',
  },
  {
    tmdbId: 50001, imdbId: 'tt0036094', title: 'Lady of Burlesque', language: 'en', countries: ['US'],
    releaseDate: '1943-05-01', runtimeMinutes: 91, directors: ['William A. Wellman'], score: 6.3, genres: ['Comedy', 'Crime', 'Music', 'Mystery'],
    cast: [['Barbara Stanwyck', 'Dixie Daisy'], ['Michael O’Shea', 'Biff Brannigan'], ['Iris Adrian', 'Gee Gee Graham']],
    tagline: 'Murder between the numbers.',
    overview: 'Somebody strangles the singers of an old opera house with their own G-strings, and the newest star has to find out who before her next entrance.',
  },
  {
    tmdbId: 20367, imdbId: 'tt0037638', title: 'Detour', language: 'en', countries: ['US'],
    releaseDate: '1945-11-30', runtimeMinutes: 69, directors: ['Edgar G. Ulmer'], score: 7.1, genres: ['Crime', 'Drama', 'Thriller'],
    cast: [['Tom Neal', 'Al Roberts'], ['Ann Savage', 'Vera'], ['Claudia Drake', 'Sue Harvey'], ['Edmund MacDonald', 'Charles Haskell Jr.']],
    tagline: 'Fate, or some mysterious force.',
    overview: 'A pianist hitches west to his girl. The driver who picks him up dies, he takes the car and the name, and then gives a lift to a woman who knew the man.',
  },
  {
    tmdbId: 20246, imdbId: 'tt0038991', title: 'The Stranger', language: 'en', countries: ['US'],
    releaseDate: '1946-07-02', runtimeMinutes: 95, directors: ['Orson Welles'], score: 7.1, genres: ['Thriller', 'Crime', 'Drama'],
    cast: [['Edward G. Robinson', 'Mr. Wilson'], ['Loretta Young', 'Mary Longstreet'], ['Orson Welles', 'Professor Charles Rankin'], ['Konstantin Shayne', 'Konrad Meinike']],
    tagline: 'He repairs the town clock.',
    overview: 'A hunter of war criminals follows a pardoned man to a college town in Connecticut, where a history teacher is about to marry a judge’s daughter.',
  },
  {
    tmdbId: 22688, imdbId: 'tt0038300', title: 'Angel on My Shoulder', language: 'en', countries: ['US'],
    releaseDate: '1946-09-20', runtimeMinutes: 101, directors: ['Archie Mayo'], score: 6.8, genres: ['Comedy', 'Fantasy', 'Crime'],
    cast: [['Paul Muni', 'Eddie Kagle'], ['Anne Baxter', 'Barbara Foster'], ['Claude Rains', 'Nick']],
    tagline: 'The Devil made a deal and a mistake.',
    overview: 'A murdered gangster is sent back to earth in the body of an upright judge to ruin him, and does good every time he tries.',
  },
  {
    tmdbId: 22356, imdbId: 'tt0039152', title: 'Angel and the Badman', language: 'en', countries: ['US'],
    releaseDate: '1947-02-15', runtimeMinutes: 100, directors: ['James Edward Grant'], score: 6.6, genres: ['Western', 'Romance'],
    cast: [['John Wayne', 'Quirt Evans'], ['Gail Russell', 'Penelope Worth'], ['Harry Carey', 'Marshal Wistful McClintock'], ['Bruce Cabot', 'Laredo Stevens']],
    tagline: 'They took in his gun with him.',
    overview: 'A wounded gunfighter is nursed by a Quaker family, and their daughter gives him a reason to wonder what he would be without his holster.',
  },
  {
    tmdbId: 31556, imdbId: 'tt0040427', title: 'He Walked by Night', language: 'en', countries: ['US'],
    releaseDate: '1948-11-24', runtimeMinutes: 79, directors: ['Alfred L. Werker'], score: 6.8, genres: ['Crime', 'Thriller'],
    cast: [['Richard Basehart', 'Roy Martin'], ['Scott Brady', 'Sergeant Marty Brennan'], ['Roy Roberts', 'Captain Breen'], ['Jack Webb', 'Lee']],
    tagline: 'Seven hundred miles of storm drains.',
    overview: 'A lone burglar with a police radio kills an officer and vanishes under Los Angeles. The department has a sketch, a shell case and time.',
  },
  {
    tmdbId: 40206, imdbId: 'tt0041509', title: 'The Inspector General', language: 'en', countries: ['US'],
    releaseDate: '1949-12-31', runtimeMinutes: 102, directors: ['Henry Koster'], score: 6.7, genres: ['Comedy', 'Music', 'Romance'],
    cast: [['Danny Kaye', 'Georgi'], ['Walter Slezak', 'Yakov Goury'], ['Barbara Bates', 'Leza'], ['Elsa Lanchester', 'Maria']],
    tagline: 'He cannot read, and they fear his notes.',
    overview: 'An honest simpleton thrown out of a medicine show is taken by a crooked town council for the emperor’s inspector, and treated accordingly.',
  },
]
