import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real mail server that keeps what it is sent. */
export class Mailbox {
  readonly mails: ParsedMail[] = [];

  private constructor(private readonly server: SMTPServer) {}

  /** @param port a free one by default */
  static async open(port = 0): Promise<Mailbox> {
    const server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] },
      onData: (stream, _session, done) => {
        simpleParser(stream).then((mail) => (box.mails.push(mail), done()), done);
      },
    });
    const box = new Mailbox(server);
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    return box;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** What the product is told, to mail here; its links lead to a place that a story knows. */
  get settings(): Record<string, string> {
    return settingsFor(this.port);
  }

  close(): Promise<void> {
    return new Promise((closed) => this.server.close(() => closed()));
  }

  /** The mails to an address about something, as far as they have come. */
  to(address: string, subject: RegExp): ParsedMail[] {
    return this.mails.filter(
      (mail) =>
        [mail.to ?? []]
          .flat()
          .some(({ value }) => value.some((one) => one.address?.toLowerCase() === address.toLowerCase())) &&
        subject.test(mail.subject ?? ''),
    );
  }

  /** The newest of so many such mails, once they have come. */
  async newest(address: string, subject: RegExp, count = 1): Promise<ParsedMail> {
    for (let step = 0; step < 1000; step += 1) {
      const found = this.to(address, subject);
      if (found.length >= count) return found[found.length - 1] as ParsedMail;
      await pause(20);
    }
    const came = this.to(address, /./).map((mail) => mail.subject);
    throw new Error(`${count} of ${String(subject)} did not come to ${address}, but ${came.join('; ')}`);
  }
}

/** Where links in mail lead. */
export const PUBLIC_URL = 'https://firsthand.example/app';

/** What the product is told, to mail to a server on this machine. */
export function settingsFor(port: number): Record<string, string> {
  return {
    ...{ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Firsthand <firsthand@product.example>' },
    PUBLIC_URL,
  };
}

/** The page that a mail leads to, below where links lead. */
export function pathIn({ text = '' }: ParsedMail): string {
  const link = new RegExp(`${PUBLIC_URL}(/\\S+)`).exec(text)?.[1];
  if (!link) throw new Error(`There is no link in: ${text}`);
  return link;
}

/** The token in the link of a mail. */
export function tokenIn(mail: ParsedMail): string {
  return new URL(pathIn(mail), 'http://localhost').searchParams.get('token') ?? '';
}
