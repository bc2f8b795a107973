import { compose } from './compose.js';

const letter = {
  subject: 'Tea & <biscuits>',
  before: ['First, "quoted".'],
  link: { words: 'Choose', url: 'https://firsthand.example/x?a=1&b=2' },
  after: ['Last.'],
};

describe('a letter', () => {
  it('says the same as text and as HTML, in the same order', () => {
    const { text, html } = compose(letter);
    const order = (whole: string, parts: string[]) => parts.map((part) => whole.indexOf(part));
    const asText = order(text, ['First, "quoted".', 'Choose:\nhttps://firsthand.example/x?a=1&b=2', 'Last.']);
    const asHtml = order(html, [
      'First, &quot;quoted&quot;.',
      '<a href="https://firsthand.example/x?a=1&amp;b=2">Choose</a>',
      'Last.',
    ]);
    for (const places of [asText, asHtml]) {
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((one, other) => one - other));
    }
  });

  it('has no tag in it that its words brought', () => {
    expect(compose({ ...letter, before: ['<script>alert(1)</script>'] }).html).not.toMatch(
      /<script|<biscuits/,
    );
  });

  it('says what language it is in', () => {
    expect(compose(letter).html).toContain('<html lang="en">');
  });
});
