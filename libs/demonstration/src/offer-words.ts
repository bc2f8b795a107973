import { ActivityType, SECTOR_NAMES, type SectorLetter } from '#statutes';
import type { Chance } from './chance.js';
import { SECTOR_WORDS } from './sector-words.js';

/** What an activity's offers are called, and what would happen. `{…}` stands for words of the sector. */
interface Wording {
  readonly titles: readonly string[];
  readonly about: string;
}

const WORDING: Readonly<Record<ActivityType, Wording>> = {
  [ActivityType.CAREERS_TALK]: {
    titles: [
      'What {a role} really does',
      'Ask {a role}',
      'My way into {field}',
      'A day in the life of {a role}',
    ],
    about: 'A short talk about the work and the way into it, with most of the time for pupils’ questions.',
  },
  [ActivityType.CAREERS_FAIR]: {
    titles: ['A stand on {field} for your careers fair', 'Meet {a role} at your careers fair'],
    about: 'A stand with things to try. Each pupil leaves with a card of the three questions they asked.',
  },
  [ActivityType.SPEED_NETWORKING]: {
    titles: ['Speed networking with people from {field}', 'Five minutes with {a role}'],
    about: 'Small groups move from table to table and question one person at each.',
  },
  [ActivityType.MOCK_INTERVIEW]: {
    titles: ['Mock interviews with {a role}', 'CV clinic and mock interviews for {field}'],
    about: 'Twenty minutes with each pupil, then written feedback on what to keep and what to try next time.',
  },
  [ActivityType.MENTORING]: {
    titles: ['A mentor from {field}', 'Mentoring by {a role}'],
    about: 'A first meeting to set aims; further ones are agreed with the school.',
  },
  [ActivityType.ENTERPRISE_CHALLENGE]: {
    titles: ['Challenge: {task}', 'Project brief from {field}: {task}'],
    about: 'Teams work on a real brief, present it, and hear what we would have done.',
  },
  [ActivityType.WORKPLACE_VISIT]: {
    titles: ['See our {workplace} at work', 'Behind the doors of our {workplace}'],
    about: 'A visit in small groups: meet people in several jobs, do a task, hear how it went.',
  },
  [ActivityType.WORK_SHADOWING]: {
    titles: ['Shadow {a role}', 'A day beside {a role}'],
    about: 'Pupils follow one person through a working day and talk it over at the end.',
  },
  [ActivityType.WORK_EXPERIENCE_PLACEMENT]: {
    titles: ['A week in our {workplace}', 'Work experience with {a role}'],
    about: 'Five days, Monday to Friday, with a task of your own and feedback on it.',
  },
  [ActivityType.VIRTUAL_WORK_EXPERIENCE]: {
    titles: ['Virtual work experience in {field}', 'Online project: {task}'],
    about: 'A live brief by video with people of several jobs, work in between, and feedback.',
  },
  [ActivityType.AMBASSADOR_VISIT]: {
    titles: ['A young ambassador from {field}', 'How I am becoming {a role}'],
    about:
      'Somebody a few years older tells how they chose, what learning there is like, and answers anything.',
  },
  [ActivityType.ALUMNI_VISIT]: {
    titles: ['From school to {field}: an alumni visit', 'A former pupil, now {a role}'],
    about: 'A former pupil comes back to talk about what they did next and what they would do differently.',
  },
  [ActivityType.CURRICULUM_CO_DELIVERY]: {
    titles: ['A lesson planned with {a role}', 'Your topic as {field} uses it'],
    about:
      'Planned with the teacher: one lesson of your scheme of work, taught with an example from our work.',
  },
  [ActivityType.GUIDANCE_INTERVIEW]: {
    titles: ['Personal guidance interviews', 'Guidance interviews with a look at {field}'],
    about: 'One conversation with each pupil by a trained adviser, with an action plan afterwards.',
  },
  [ActivityType.LABOUR_MARKET_SESSION]: {
    titles: ['Jobs near you: {field}', 'Where the work is: {field} in figures'],
    about: 'What is growing, what it pays and what it asks for, with figures pupils can question.',
  },
  [ActivityType.TEACHER_EXTERNSHIP]: {
    titles: ['A day in our {workplace} for teachers', 'Teachers: see how {field} uses your subject'],
    about: 'For teachers: meet people who use your subject every day and leave with a lesson.',
  },
  [ActivityType.EMPLOYER_GOVERNOR]: {
    titles: ['{A role} who would be a governor', 'A governor from {field}'],
    about: 'Somebody who would bring their trade to your governing body as link governor for careers.',
  },
};

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A title for an offer of an activity in a sector, at most 200 characters. */
export function titleOf(chance: Chance, activity: ActivityType, letter: SectorLetter): string {
  const { roles, workplace, task } = SECTOR_WORDS[letter];
  const role = withArticle(chance.pick(roles));
  return capital(
    chance
      .pick(WORDING[activity].titles)
      .replace('{a role}', role)
      .replace('{A role}', capital(role))
      .replace('{field}', SECTOR_NAMES[letter])
      .replace('{workplace}', workplace)
      .replace('{task}', task),
  );
}

/** What would happen, and that nobody stands behind it. */
export function descriptionOf(activity: ActivityType): string {
  return `${WORDING[activity].about} Demonstration data: this offer is made up and nobody stands behind it.`;
}
