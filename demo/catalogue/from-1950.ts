import type { Film } from './film.ts'

/** Their copyright was not renewed, or was void for want of a notice. */
export const filmsFrom1950: readonly Film[] = [
  {
    tmdbId: 43386, imdbId: 'tt0042367', title: 'Cyrano de Bergerac', language: 'en', countries: ['US'],
    releaseDate: '1950-11-16', runtimeMinutes: 113, directors: ['Michael Gordon'], score: 7.0, genres: ['Adventure', 'Drama', 'Romance'],
    cast: [['José Ferrer', 'Cyrano de Bergerac'], ['Mala Powers', 'Roxane'], ['William Prince', 'Christian de Neuvillette']],
    tagline: 'His words, another man’s face.',
    overview: 'The best swordsman and poet in Paris, sure that his nose forbids him to be loved, lends his letters to the handsome cadet whom his cousin prefers.',
  },
  {
    tmdbId: 41462, imdbId: 'tt0045877', title: 'The Hitch-Hiker', language: 'en', countries: ['US'],
    releaseDate: '1953-03-20', runtimeMinutes: 71, directors: ['Ida Lupino'], score: 6.8, genres: ['Crime', 'Drama', 'Thriller'],
    cast: [['Edmond O’Brien', 'Roy Collins'], ['Frank Lovejoy', 'Gilbert Bowen'], ['William Talman', 'Emmett Myers']],
    tagline: 'One of his eyes never closes.',
    overview: 'Two friends on a fishing trip pick up a killer who makes them drive him across the Baja desert, and who sleeps with an eye open.',
  },
  {
    tmdbId: 22733, imdbId: 'tt0046414', title: 'Beat the Devil', language: 'en', countries: ['GB', 'IT', 'US'],
    releaseDate: '1953-11-24', runtimeMinutes: 89, directors: ['John Huston'], score: 6.3, genres: ['Comedy', 'Crime', 'Adventure'],
    cast: [['Humphrey Bogart', 'Billy Dannreuther'], ['Jennifer Jones', 'Gwendolen Chelm'], ['Gina Lollobrigida', 'Maria Dannreuther'], ['Peter Lorre', 'Julius O’Hara']],
    tagline: 'Everyone lies, some in rhyme.',
    overview: 'Four crooks, an elegant couple and an imaginative Englishwoman wait in an Italian port for a boat to Africa and its uranium. The boat is the least of it.',
  },
  {
    tmdbId: 18398, imdbId: 'tt0047542', title: 'Suddenly', language: 'en', countries: ['US'],
    releaseDate: '1954-10-07', runtimeMinutes: 75, directors: ['Lewis Allen'], score: 6.7, genres: ['Crime', 'Drama', 'Thriller'],
    cast: [['Frank Sinatra', 'John Baron'], ['Sterling Hayden', 'Sheriff Tod Shaw'], ['James Gleason', 'Pop Benson'], ['Nancy Gates', 'Ellen Benson']],
    tagline: 'The train stops at five.',
    overview: 'Three men take over a house on a hill above a small-town station where the President will change trains, and set up a rifle at the window.',
  },
  {
    tmdbId: 57575, imdbId: 'tt0047162', title: 'The Last Time I Saw Paris', language: 'en', countries: ['US'],
    releaseDate: '1954-11-18', runtimeMinutes: 116, directors: ['Richard Brooks'], score: 6.2, genres: ['Drama', 'Romance'],
    cast: [['Elizabeth Taylor', 'Helen Ellswirth'], ['Van Johnson', 'Charles Wills'], ['Walter Pidgeon', 'James Ellswirth'], ['Donna Reed', 'Marion Ellswirth']],
    tagline: 'The party went on too long.',
    overview: 'An American writer returns to Paris for his daughter and remembers the liberation, the oil wells, the rejected novels and the locked door.',
  },
  {
    tmdbId: 22342, imdbId: 'tt0047878', title: 'The Big Combo', language: 'en', countries: ['US'],
    releaseDate: '1955-02-13', runtimeMinutes: 87, directors: ['Joseph H. Lewis'], score: 7.2, genres: ['Crime', 'Thriller', 'Drama'],
    cast: [['Cornel Wilde', 'Leonard Diamond'], ['Richard Conte', 'Mr. Brown'], ['Jean Wallace', 'Susan Lowell'], ['Brian Donlevy', 'Joe McClure']],
    tagline: 'First is first, and second is nobody.',
    overview: 'A policeman spends his own pay to bring down a syndicate’s smiling boss, and is not sure whether it is for the law or for the man’s girl.',
  },
  {
    tmdbId: 10513, imdbId: 'tt0052077', title: 'Plan 9 from Outer Space', language: 'en', countries: ['US'],
    releaseDate: '1957-03-15', runtimeMinutes: 79, directors: ['Edward D. Wood Jr.'], score: 4.3, genres: ['Science Fiction', 'Horror'],
    cast: [['Bela Lugosi', 'Ghoul man'], ['Vampira', 'Vampire girl'], ['Tor Johnson', 'Inspector Clay'], ['Gregory Walcott', 'Jeff Trent']],
    tagline: 'Plans one to eight had failed.',
    overview: 'Visitors in flying saucers raise the dead of a Californian cemetery to make mankind listen, three of them at a time, on very little money.',
  },
  {
    tmdbId: 22642, imdbId: 'tt0052655', title: 'A Bucket of Blood', language: 'en', countries: ['US'],
    releaseDate: '1959-10-21', runtimeMinutes: 66, directors: ['Roger Corman'], score: 6.6, genres: ['Comedy', 'Horror', 'Crime'],
    cast: [['Dick Miller', 'Walter Paisley'], ['Barboura Morris', 'Carla'], ['Antony Carbone', 'Leonard'], ['Julian Burton', 'Maxwell H. Brock']],
    tagline: 'His models never complain.',
    overview: 'The bus-boy of a beatnik café covers a dead cat with clay, is hailed as a sculptor, and needs a larger work for the next exhibition.',
  },
  {
    tmdbId: 16093, imdbId: 'tt0055830', title: 'Carnival of Souls', language: 'en', countries: ['US'],
    releaseDate: '1962-09-26', runtimeMinutes: 80, directors: ['Herk Harvey'], score: 7.0, genres: ['Horror', 'Mystery', 'Drama'],
    cast: [['Candace Hilligoss', 'Mary Henry'], ['Frances Feist', 'Mrs. Thomas'], ['Sidney Berger', 'John Linden'], ['Herk Harvey', 'The Man']],
    tagline: 'The pavilion is waiting.',
    overview: 'The only survivor of a car that went off a bridge takes a post as an organist in Utah. A pale man looks in at the windows, and a ruined dance hall calls her.',
  },
  {
    tmdbId: 4808, imdbId: 'tt0056923', title: 'Charade', language: 'en', countries: ['US'],
    releaseDate: '1963-12-01', runtimeMinutes: 113, directors: ['Stanley Donen'], score: 7.6, genres: ['Comedy', 'Mystery', 'Romance', 'Thriller'],
    cast: [['Audrey Hepburn', 'Regina Lampert'], ['Cary Grant', 'Peter Joshua'], ['Walter Matthau', 'Hamilton Bartholomew'], ['James Coburn', 'Tex Panthollow']],
    tagline: 'Is there a Mrs. Joshua?',
    overview: 'A widow in Paris learns that her husband had four names and a quarter of a million dollars that three men want back. The fourth man is charming.',
  },
  {
    tmdbId: 10331, imdbId: 'tt0063350', title: 'Night of the Living Dead', language: 'en', countries: ['US'],
    releaseDate: '1968-10-04', runtimeMinutes: 96, directors: ['George A. Romero'], score: 7.6, genres: ['Horror', 'Thriller'],
    cast: [['Duane Jones', 'Ben'], ['Judith O’Dea', 'Barbra'], ['Karl Hardman', 'Harry Cooper'], ['Marilyn Eastman', 'Helen Cooper']],
    tagline: 'They keep coming.',
    overview: 'Seven strangers board up a farmhouse against the recently dead, listen to the radio, and disagree about the cellar.',
  },
]
