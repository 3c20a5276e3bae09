/** The departments of a film's crew in the person's language: TMDB names them in English whatever it is asked in (`/configuration/jobs`). */

import { t } from './browse.ts'

const names = {
  Acting: 'department.acting',
  Art: 'department.art',
  Camera: 'department.camera',
  'Costume & Make-Up': 'department.costume',
  Creator: 'department.creator',
  Crew: 'department.crew',
  Directing: 'department.directing',
  Editing: 'department.editing',
  Lighting: 'department.lighting',
  Production: 'department.production',
  Sound: 'department.sound',
  'Visual Effects': 'department.effects',
  Writing: 'department.writing',
} as const

/** `department` as TMDB has it; one that is not known stays as it is. */
export function departmentName(department: string): string {
  return Object.hasOwn(names, department) ? t(names[department as keyof typeof names]) : department
}
