import { domainOf, domainOfAddress, isRecentlyVerified, whyNotDeclarable } from './domain.rules.js';

describe('an e-mail domain', () => {
  it.each([
    ['Trinity.Manchester.sch.uk', 'trinity.manchester.sch.uk'],
    ['@staff.trinity.org.uk', 'staff.trinity.org.uk'],
    [' trinity.example ', 'trinity.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['trinity', ''],
    ['head@trinity.example', ''],
    ['192.0.2.1', ''],
    ['https://trinity.example', ''],
    ['a b.example', ''],
    ['x..example', ''],
  ])('%j is compared as %j', (typed, domain) => {
    expect(domainOf(typed)).toBe(domain);
  });

  it.each([
    ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.co.uk', 'btinternet.com', 'icloud.com'],
    ...['sky.com', 'virginmedia.com', 'talktalk.net', 'yahoo.co.uk', 'proton.me', 'post.btinternet.com'],
  ])('%s is of anybody', (domain) => {
    expect(whyNotDeclarable(domain, true)?.code).toBe('PERSONAL_MAIL_DOMAIN');
  });

  it.each(['sch.uk', 'manchester.sch.uk', 'ac.uk', 'org.uk', 'co.uk'])('%s is of many', (domain) => {
    expect(whyNotDeclarable(domain, true)?.code).toBe('SHARED_DOMAIN');
  });

  it.each(['trinity.manchester.sch.uk', 'staff.trinity.org.uk', 'loughborough.ac.uk', 'trinity.example'])(
    '%s is declared where no pupil has an address',
    (domain) => {
      expect(whyNotDeclarable(domain, true)).toBeUndefined();
      expect(whyNotDeclarable(domain, false)?.code).toBe('DOMAIN_OPEN_TO_PUPILS');
    },
  );

  it('is what follows the last @ of an address, letter for letter', () => {
    expect(domainOfAddress('Ada@Trinity.Example')).toBe('trinity.example');
    expect(domainOfAddress('"a@gmail.com"@bücher.example')).toBe('xn--bcher-kva.example');
  });
});

describe('a verification', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day));

  it('is recent for thirty days', () => {
    expect(isRecentlyVerified({ emailVerifiedAt: at(1) }, at(31))).toBe(true);
    expect(isRecentlyVerified({ emailVerifiedAt: at(1) }, new Date(at(31).getTime() + 1))).toBe(false);
    expect(isRecentlyVerified({ emailVerifiedAt: null }, at(1))).toBe(false);
  });
});
