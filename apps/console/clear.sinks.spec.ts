import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireWritable, Sinks } from './clear.sinks.js';

describe('files that are whole or not there', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'firsthand-sinks-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  it('come all together, at the end', () => {
    writeFileSync(at('one.csv'), 'of yesterday');
    const sinks = new Sinks();
    sinks.write(at('one.csv'), (sink) => sink.row('a', 'b,c', 1));
    sinks.write(at('two.csv'), (sink) => sink.text('x'.repeat(200_000)));
    expect(readFileSync(at('one.csv'), 'utf8')).toBe('of yesterday');
    sinks.finish();
    expect(readdirSync(folder).sort()).toEqual(['one.csv', 'two.csv']);
    expect(readFileSync(at('one.csv'), 'utf8')).toBe('a,"b,c",1\n');
    expect(readFileSync(at('two.csv'), 'utf8')).toHaveLength(200_000);
  });

  it('leave what was there, and nothing beside it, where one of them fails', () => {
    writeFileSync(at('one.csv'), 'of yesterday');
    const sinks = new Sinks();
    sinks.write(at('one.csv'), (sink) => sink.row('new'));
    const broken = () =>
      sinks.write(at('two.csv'), (sink) => {
        sink.text('x'.repeat(200_000));
        throw new Error('full');
      });
    expect(broken).toThrow('full');
    sinks.finish();
    expect(readdirSync(folder)).toEqual(['one.csv']);
    expect(readFileSync(at('one.csv'), 'utf8')).toBe('of yesterday');
  });

  it('are refused before the work where they could not be written', () => {
    writeFileSync(at('in.csv'), '');
    symlinkSync('/dev/null', at('device'));
    expect(() => requireWritable([at('out.csv')], [at('in.csv')])).not.toThrow();
    const refused: [string[], RegExp][] = [
      [[at('in.csv')], /in\.csv is named twice/],
      [[at('out.csv'), at('out.csv')], /out\.csv is named twice/],
      [[folder], /is not a file\.$/],
      [[at('device')], /device is not a file\.$/],
      [[at('nowhere/out.csv')], /^There is no folder \S+nowhere to write into\.$/],
      [[at('in.csv/out.csv')], /^There is no folder \S+in\.csv to write into\.$/],
    ];
    for (const [paths, message] of refused)
      expect(() => requireWritable(paths, [at('in.csv')])).toThrow(message);
  });
});
