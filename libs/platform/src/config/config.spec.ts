import { readConfig } from './config.js';

const mail = {
  SMTP_URL: 'smtps://postman:CANARY@mail.example.org:465',
  MAIL_FROM: 'Firsthand <firsthand@example.org>',
  PUBLIC_URL: 'https://firsthand.example.org/school',
};

describe('the configuration of mail', () => {
  it('is taken as a whole, or left out', () => {
    expect(readConfig(mail)).toMatchObject({ smtpUrl: mail.SMTP_URL, publicUrl: mail.PUBLIC_URL });
    expect(readConfig({ MAIL_FROM: 'post@example.org' }).mailFrom).toBe('post@example.org');
    expect(readConfig({}).smtpUrl).toBeUndefined();
  });

  it.each([
    [{ SMTP_URL: 'http://mail.example.org' }, /SMTP_URL must begin with smtp:\/\/ or smtps:\/\//],
    [{ SMTP_URL: 'smtp://' }, /SMTP_URL: .* and name a host/],
    [{ MAIL_FROM: undefined }, /MAIL_FROM: must be an address, .* \(came: nothing\)/],
    [{ MAIL_FROM: 'Firsthand' }, /MAIL_FROM: must be an address, .* \(came: Firsthand\)/],
    [{ PUBLIC_URL: undefined }, /PUBLIC_URL: must be the address that people open, .* \(came: nothing\)/],
    [{ PUBLIC_URL: 'firsthand.example.org' }, /PUBLIC_URL: must be the address that people open/],
    [
      { PUBLIC_URL: 'https://firsthand.example.org/?x=1' },
      /PUBLIC_URL: must be the address that people open/,
    ],
  ])('%j is refused, in words, and its password is not repeated', (wrong, message) => {
    expect(() => readConfig({ ...mail, ...wrong })).toThrow(message);
    expect(() => readConfig({ ...mail, ...wrong })).not.toThrow(/CANARY/);
    expect(() => readConfig({ ...mail, SMTP_URL: `x${mail.SMTP_URL}` })).not.toThrow(/CANARY/);
  });
});
