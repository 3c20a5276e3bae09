import type { Film } from './film.ts'

export const filmsBefore1920: readonly Film[] = [
  {
    tmdbId: 775, imdbId: 'tt0000417', title: 'A Trip to the Moon', originalTitle: 'Le Voyage dans la Lune', language: 'fr', countries: ['FR'],
    releaseDate: '1902-04-17', runtimeMinutes: 15, directors: ['Georges Méliès'], score: 7.9, genres: ['Adventure', 'Science Fiction', 'Fantasy'],
    cast: [['Georges Méliès', 'Professor Barbenfouillis'], ['Bleuette Bernon', 'Phoebe'], ['Henri Delannoy', 'Captain of the rocket']],
    tagline: 'Six astronomers, one cannon.',
    overview: 'A club of astronomers has itself shot at the moon in a giant shell, lands in its eye, and meets inhabitants who vanish in a puff of smoke.',
  },
  {
    tmdbId: 5698, imdbId: 'tt0000439', title: 'The Great Train Robbery', language: 'en', countries: ['US'],
    releaseDate: '1903-12-07', runtimeMinutes: 11, directors: ['Edwin S. Porter'], score: 7.1, genres: ['Western', 'Crime', 'Action'],
    cast: [['Justus D. Barnes', 'Outlaw leader'], ['Broncho Billy Anderson', 'Bandit and tenderfoot'], ['Walter Cameron', 'Sheriff']],
    tagline: 'He is aiming at you.',
    overview: 'Bandits tie up a telegraph clerk, stop a steam train and empty its mail car. A posse is raised at a barn dance and the chase begins.',
  },
  {
    tmdbId: 3059, imdbId: 'tt0006864', title: 'Intolerance: Love’s Struggle Throughout the Ages', language: 'en', countries: ['US'],
    releaseDate: '1916-09-05', runtimeMinutes: 197, directors: ['D. W. Griffith'], score: 7.4, genres: ['Drama', 'History'],
    cast: [['Lillian Gish', 'The woman who rocks the cradle'], ['Mae Marsh', 'The Dear One'], ['Robert Harron', 'The Boy'], ['Constance Talmadge', 'The Mountain Girl']],
    tagline: 'Four ages, one cradle.',
    overview: 'Babylon falls, a prophet is condemned, a massacre is plotted in Paris and a young man waits for the gallows: four stories of hatred, cut together ever faster.',
  },
  {
    tmdbId: 36208, imdbId: 'tt0009018', title: 'A Dog’s Life', language: 'en', countries: ['US'],
    releaseDate: '1918-04-14', runtimeMinutes: 33, directors: ['Charlie Chaplin'], score: 7.3, genres: ['Comedy'],
    cast: [['Charlie Chaplin', 'Tramp'], ['Edna Purviance', 'Bar singer'], ['Syd Chaplin', 'Lunch wagon owner']],
    tagline: 'Two strays are company.',
    overview: 'A tramp without a job and a mongrel without a bone share a doorway, a string of stolen sausages and, in the end, a buried wallet.',
  },
  {
    tmdbId: 70801, imdbId: 'tt0010040', title: 'Daddy-Long-Legs', language: 'en', countries: ['US'],
    releaseDate: '1919-05-11', runtimeMinutes: 85, directors: ['Marshall Neilan'], score: 6.8, genres: ['Comedy', 'Drama', 'Romance'],
    cast: [['Mary Pickford', 'Jerusha “Judy” Abbott'], ['Mahlon Hamilton', 'Jarvis Pendleton'], ['Milla Davenport', 'Mrs. Lippett']],
    tagline: 'She knows him by his shadow.',
    overview: 'The liveliest girl of a bleak orphanage is sent to college by a benefactor whose face she has never seen, and falls in love without knowing whom with.',
  },
  {
    tmdbId: 899, imdbId: 'tt0009968', title: 'Broken Blossoms', language: 'en', countries: ['US'],
    releaseDate: '1919-05-13', runtimeMinutes: 90, directors: ['D. W. Griffith'], score: 7.0, genres: ['Drama', 'Romance'],
    cast: [['Lillian Gish', 'Lucy Burrows'], ['Richard Barthelmess', 'Cheng Huan'], ['Donald Crisp', 'Battling Burrows']],
    tagline: 'A smile made with two fingers.',
    overview: 'In foggy Limehouse a disillusioned young man from China shelters the beaten daughter of a prize fighter, who comes to take her back.',
  },
]
