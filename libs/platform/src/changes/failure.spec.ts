import { QueryFailedError } from 'typeorm';
import { describeFailure } from './failure.js';

const driverError = Object.assign(new Error('Key (email)=(ada@school.example) already exists'), {
  code: '23505',
  constraint: 'person_email',
});
const failures = {
  'a driver error': new QueryFailedError(
    'INSERT INTO person VALUES ($1)',
    ['ada@school.example'],
    driverError,
  ),
  'a message of two lines': new TypeError('ada@school.example\nis no number'),
  'a thrown text': 'ada@school.example',
};

describe('A failure', () => {
  it.each(Object.entries(failures))('is told without the values behind %s', (_name, error) => {
    const { what, where } = describeFailure(error);
    expect(`${what} ${where}`).not.toContain('ada@school.example');
  });

  it('names the code and the constraint, and where it happened', () => {
    const { what, where } = describeFailure(failures['a driver error']);
    expect(what).toBe('QueryFailedError 23505 person_email');
    expect(where).toContain('failure.spec');
  });
});
