import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { rememberRules } from './remember-rules.js';
import { BadInput, type FieldFault, shorten } from './faults.js';

const secret = /password|token|secret/i;
// Personal text is never echoed: an error may be logged by whoever receives it.
const personal = /email|name|message|note|description|title|text|story|canask|subjects/i;

/** Whether what stands at a path is never repeated in an error. */
export function isPrivate(path: string): boolean {
  return secret.test(path) || personal.test(path);
}

/** Checks every argument by its class-validator decorators; a fault names each bad field by its path. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      forbidUnknownValues: false,
      exceptionFactory: (errors) => new BadInput(errors.flatMap((error) => faultsOf(error, ''))),
    });
    rememberRules();
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    const given = withoutNulls(value);
    const zero = pathOfZero(given, metadata.data ?? '');
    if (zero !== undefined)
      throw new BadInput([{ path: zero, expected: 'text without the character U+0000' }]);
    try {
      return (await super.transform(given, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof BadInput) || !metadata.data) throw error;
      throw new BadInput(error.fields.map((field) => ({ ...field, path: `${metadata.data}.${field.path}` })));
    }
  }
}

/** An explicit null says the same as saying nothing: no field tells the two apart, so no service has to. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value instanceof Date) return value ?? undefined;
  if (value === null) return undefined;
  const given = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(given.map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** Where a text holds the one character that PostgreSQL cannot store; undefined where none does. */
function pathOfZero(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\u0000') ? path : undefined;
  if (typeof value !== 'object' || value === null || value instanceof Date) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const inside = pathOfZero(
      inner,
      Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key,
    );
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const index = /^\d+$/.test(error.property);
  const path = index
    ? `${parent}[${error.property}]`
    : parent
      ? `${parent}.${error.property}`
      : error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    path,
    expected: message
      .replace(/^each value in \w+ /, 'each ')
      .replace(new RegExp(`^${error.property} (?=must )`), '')
      .replace(/^(each )?must (be |contain )?/, '$1')
      .replace(/ 1 elements$/, ' 1 element'),
    ...(isPrivate(path) ? {} : { got: shorten(error.value) }),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}
