import { Loop } from './loop.js';

/** So long that only a wake, never the clock, can explain another step. */
const everyMs = 2 ** 30;

/** Lets everything that is ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function loopOf(step: () => Promise<boolean>, errors: unknown[] = []): Loop {
  return new Loop(step, { everyMs, onError: (error) => errors.push(error) });
}

describe('A loop', () => {
  it('goes on at once while there is more, then rests until woken', async () => {
    let steps = 0;
    const loop = loopOf(() => Promise.resolve((steps += 1) < 3));
    loop.start();
    await settle();
    expect(steps).toBe(3);
    loop.wake();
    await settle();
    expect(steps).toBe(4);
    await loop.stop();
  });

  it('takes another step for a wake that came during one, and only one for many', async () => {
    let steps = 0;
    let finish = () => {};
    const loop = loopOf(async () => {
      steps += 1;
      if (steps === 1) await new Promise<void>((resolve) => (finish = resolve));
      return false;
    });
    loop.start();
    loop.wake();
    loop.wake();
    finish();
    await settle();
    expect(steps).toBe(2);
    await loop.stop();
  });

  it('keeps its pause after a failure, however often it is woken', async () => {
    const errors: unknown[] = [];
    const loop = loopOf(() => Promise.reject(new Error('No database')), errors);
    loop.start();
    await settle();
    loop.wake();
    await settle();
    expect(errors).toHaveLength(1);
    await loop.stop();
  });

  it('stops after the step under way', async () => {
    const told: string[] = [];
    let finish = () => {};
    const loop = loopOf(async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      told.push('step');
      return true;
    });
    loop.start();
    const stopped = loop.stop().then(() => told.push('stopped'));
    await settle();
    finish();
    await stopped;
    expect(told).toEqual(['step', 'stopped']);
  });
});
