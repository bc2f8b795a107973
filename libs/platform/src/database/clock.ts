import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';

/** A calendar day of England, `YYYY-MM-DD`. */
export type LocalDate = string;

const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' });

/** The calendar day in Europe/London at an instant. */
export function localDateOf(instant: Date): LocalDate {
  return day.format(instant);
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' });

/** What a clock in England shows at an instant: `09:30`. */
export function localTimeOf(instant: Date): string {
  return clock.format(instant);
}

/** The instant of a day at a time by the clock in England; of a time that is there twice, the first. @param time `09:30` */
export function instantOf(on: LocalDate, time: string): Date {
  return new Date(Temporal.ZonedDateTime.from(`${on}T${time}[Europe/London]`).epochMilliseconds);
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
