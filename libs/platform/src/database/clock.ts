import { Injectable } from '@nestjs/common';

/** A calendar day of England, `YYYY-MM-DD`. */
export type LocalDate = string;

const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' });

/** The calendar day in Europe/London at an instant. */
export function localDateOf(instant: Date): LocalDate {
  return day.format(instant);
}

/** The only source of time. Services take it from their transaction; rules take it as an argument. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  /** Today in Europe/London. */
  today(): LocalDate {
    return localDateOf(this.now());
  }
}
