import type { Film } from './film.ts'

/** Their copyright was not renewed, or was void for want of a notice. */
export const filmsFrom1930: readonly Film[] = [
  {
    tmdbId: 42814, imdbId: 'tt0021890', title: 'The Front Page', language: 'en', countries: ['US'],
    releaseDate: '1931-04-04', runtimeMinutes: 101, directors: ['Lewis Milestone'], score: 6.6, genres: ['Comedy', 'Crime', 'Drama'],
    cast: [['Adolphe Menjou', 'Walter Burns'], ['Pat O’Brien', 'Hildy Johnson'], ['Mary Brian', 'Peggy Grant'], ['Edward Everett Horton', 'Bensinger']],
    tagline: 'There is a murderer in the roll-top desk.',
    overview: 'A reporter is on his way to his own wedding when a condemned man escapes into the press room, and his editor will do anything to keep him.',
  },
  {
    tmdbId: 26860, imdbId: 'tt0023694', title: 'White Zombie', language: 'en', countries: ['US'],
    releaseDate: '1932-07-28', runtimeMinutes: 67, directors: ['Victor Halperin'], score: 6.2, genres: ['Horror'],
    cast: [['Bela Lugosi', 'Murder Legendre'], ['Madge Bellamy', 'Madeleine Short'], ['John Harron', 'Neil Parker'], ['Robert Frazer', 'Charles Beaumont']],
    tagline: 'Only a pinpoint of powder.',
    overview: 'A planter in Haiti asks the owner of a sugar mill worked by the dead to give him another man’s bride, and gets what he asked for.',
  },
  {
    tmdbId: 1994, imdbId: 'tt0023238', title: 'The Most Dangerous Game', language: 'en', countries: ['US'],
    releaseDate: '1932-09-16', runtimeMinutes: 63, directors: ['Irving Pichel', 'Ernest B. Schoedsack'], score: 7.0, genres: ['Adventure', 'Horror', 'Thriller'],
    cast: [['Joel McCrea', 'Robert Rainsford'], ['Fay Wray', 'Eve Trowbridge'], ['Leslie Banks', 'Count Zaroff'], ['Robert Armstrong', 'Martin Trowbridge']],
    tagline: 'Until sunrise.',
    overview: 'A big-game hunter is washed up on the island of a count who has grown bored with animals, and who offers him a head start.',
  },
  {
    tmdbId: 22649, imdbId: 'tt0022879', title: 'A Farewell to Arms', language: 'en', countries: ['US'],
    releaseDate: '1932-12-08', runtimeMinutes: 89, directors: ['Frank Borzage'], score: 6.3, genres: ['Drama', 'Romance', 'War'],
    cast: [['Helen Hayes', 'Catherine Barkley'], ['Gary Cooper', 'Frederic Henry'], ['Adolphe Menjou', 'Major Rinaldi']],
    tagline: 'He made his own peace.',
    overview: 'An American ambulance driver on the Italian front and an English nurse fall in love against the rules, the censor and the retreat.',
  },
  {
    tmdbId: 43905, imdbId: 'tt0025586', title: 'Of Human Bondage', language: 'en', countries: ['US'],
    releaseDate: '1934-07-20', runtimeMinutes: 83, directors: ['John Cromwell'], score: 6.8, genres: ['Drama', 'Romance'],
    cast: [['Leslie Howard', 'Philip Carey'], ['Bette Davis', 'Mildred Rogers'], ['Frances Dee', 'Sally Athelny']],
    tagline: 'She does not mind.',
    overview: 'A sensitive medical student cannot free himself from a waitress who despises him, whatever she takes and however often she comes back.',
  },
  {
    tmdbId: 23114, imdbId: 'tt0027893', title: 'Little Lord Fauntleroy', language: 'en', countries: ['US'],
    releaseDate: '1936-03-06', runtimeMinutes: 102, directors: ['John Cromwell'], score: 6.9, genres: ['Drama', 'Family'],
    cast: [['Freddie Bartholomew', 'Ceddie'], ['Dolores Costello', 'Dearest'], ['C. Aubrey Smith', 'The Earl of Dorincourt'], ['Mickey Rooney', 'Dick']],
    tagline: 'From Brooklyn with manners.',
    overview: 'A boy from Brooklyn turns out to be heir to an English earl, and by believing the best of his grandfather makes it come true.',
  },
  {
    tmdbId: 13562, imdbId: 'tt0028010', title: 'My Man Godfrey', language: 'en', countries: ['US'],
    releaseDate: '1936-09-06', runtimeMinutes: 94, directors: ['Gregory La Cava'], score: 7.6, genres: ['Comedy', 'Drama', 'Romance'],
    cast: [['William Powell', 'Godfrey'], ['Carole Lombard', 'Irene Bullock'], ['Alice Brady', 'Angelica Bullock'], ['Gail Patrick', 'Cornelia Bullock']],
    tagline: 'Wanted for a scavenger hunt: one forgotten man.',
    overview: 'A dizzy heiress collects a tramp from the city dump to win a party game, makes him the family’s butler, and finds him the sanest person in the house.',
  },
  {
    tmdbId: 22692, imdbId: 'tt0029606', title: 'A Star Is Born', language: 'en', countries: ['US'],
    releaseDate: '1937-04-27', runtimeMinutes: 111, directors: ['William A. Wellman'], score: 7.0, genres: ['Drama', 'Romance'],
    cast: [['Janet Gaynor', 'Vicki Lester'], ['Fredric March', 'Norman Maine'], ['Adolphe Menjou', 'Oliver Niles'], ['May Robson', 'Grandmother Lettie']],
    tagline: 'One name goes up as the other comes down.',
    overview: 'A farm girl comes to Hollywood and marries the star who discovers her. Her pictures get bigger; his bottles do too.',
  },
  {
    tmdbId: 22657, imdbId: 'tt0029855', title: 'Algiers', language: 'en', countries: ['US'],
    releaseDate: '1938-08-05', runtimeMinutes: 96, directors: ['John Cromwell'], score: 6.4, genres: ['Drama', 'Crime', 'Romance'],
    cast: [['Charles Boyer', 'Pepe le Moko'], ['Hedy Lamarr', 'Gaby'], ['Sigrid Gurie', 'Ines'], ['Joseph Calleia', 'Inspector Slimane']],
    tagline: 'The Casbah hides him and holds him.',
    overview: 'A jewel thief is safe as long as he stays in the maze of the Casbah. A patient inspector waits for the woman who will make him walk out.',
  },
  {
    tmdbId: 26378, imdbId: 'tt0032022', title: 'They Made Me a Criminal', language: 'en', countries: ['US'],
    releaseDate: '1939-01-28', runtimeMinutes: 92, directors: ['Busby Berkeley'], score: 6.8, genres: ['Crime', 'Drama'],
    cast: [['John Garfield', 'Johnnie Bradfield'], ['Claude Rains', 'Detective Phelan'], ['Gloria Dickson', 'Peggy'], ['May Robson', 'Gramma Rafferty']],
    tagline: 'A southpaw cannot hide.',
    overview: 'A boxing champion wrongly believed to be a killer, and then to be dead, hides on a date farm among delinquent boys and a woman who trusts him.',
  },
  {
    tmdbId: 43739, imdbId: 'tt0031593', title: 'Love Affair', language: 'en', countries: ['US'],
    releaseDate: '1939-04-07', runtimeMinutes: 88, directors: ['Leo McCarey'], score: 7.0, genres: ['Comedy', 'Drama', 'Romance'],
    cast: [['Irene Dunne', 'Terry McKay'], ['Charles Boyer', 'Michel Marnay'], ['Maria Ouspenskaya', 'Grandmother']],
    tagline: 'The top of the Empire State Building, in six months.',
    overview: 'Two people engaged to others meet on a liner and agree to see each other again half a year later, as near to heaven as New York goes.',
  },
]
