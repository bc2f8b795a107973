import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Config } from '../config/config.js';
import { Clock } from '../database/clock.js';
import { newId } from '../database/ids.js';
import { describeFailure } from '../changes/failure.js';
import { compose, type Letter } from './compose.js';

/** Milliseconds after which a mail server that says nothing is given up; the job is tried again later. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** A mail that was not sent: a failed job, tried again. It tells neither address nor words, which the library's errors do. */
export class MailNotSent extends Error {
  /** What the library and the mail server call it: `ECONNECTION`, `EENVELOPE 550`. */
  readonly code: string;

  constructor(error: unknown) {
    super('A mail was not sent');
    this.name = 'MailNotSent';
    const { responseCode } = (error ?? {}) as { responseCode?: unknown };
    const reply = typeof responseCode === 'number' ? ` ${responseCode}` : '';
    this.code = describeFailure(error).what + reply;
  }
}

/** To whom, and from which cause. */
export interface Addressed {
  /** One address. */
  readonly to: string;
  /**
   * The id of what causes it, where a second attempt sends the very same: receivers then know it again. A letter with a
   * link of its own has none, as each attempt makes the link anew and only the last one's works.
   */
  readonly cause?: string;
}

/** The folder that mail is written to where no server takes it. */
export function mailFolder({ dataDir }: Pick<Config, 'dataDir'>): string {
  return resolve(dataDir ?? '.data', 'mail');
}

/** What whoever starts the product is told where no server takes mail; undefined where one does. */
export function whyNoMail(config: Pick<Config, 'dataDir' | 'smtpUrl'>): string | undefined {
  if (config.smtpUrl) return undefined;
  return `SMTP_URL is not set: mail reaches nobody, and is written into files in ${mailFolder(config)}`;
}

/** Sends letters: through the server that `SMTP_URL` names, or without one into files of a folder. */
@Injectable()
export class Mailer {
  private readonly transport;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    const { smtpUrl: url } = config;
    this.transport = url
      ? createTransport({ url, ...PATIENCE })
      : createTransport({ streamTransport: true, buffer: true });
  }

  /**
   * Sends a letter to one person. Call it from a job: a letter that is not sent throws, and the queue tries again.
   * @throws MailNotSent
   */
  async send(letter: Letter, { to, cause }: Addressed): Promise<void> {
    const { mailFrom: from } = this.config;
    const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
    const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
    const known = cause === undefined ? {} : { messageId: `<${cause}@${domain}>` };
    try {
      const sent: { message?: unknown } = await this.transport.sendMail({
        ...{ from, to: { name: '', address: to }, headers, date: this.clock.now(), ...known },
        ...compose(letter),
      });
      if (Buffer.isBuffer(sent.message)) await this.keep(sent.message);
    } catch (error) {
      throw new MailNotSent(error);
    }
  }

  /** Whoever reads the folder can follow the links: it is its owner's alone. */
  private async keep(message: Buffer): Promise<void> {
    const folder = mailFolder(this.config);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const time = this.clock.now().toISOString().replace(/[:.]/g, '-');
    await writeFile(join(folder, `${time}-${newId('mail')}.eml`), message, { mode: 0o600 });
  }
}
