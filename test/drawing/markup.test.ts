import { expect, test } from 'vitest';
import { Markup, markup } from '../../src/drawing/markup.ts';

test('what is put into markup is text, whatever it looks like', () => {
  const hostile = `</title><script>alert("1")</script> & 'x'`;
  expect(markup`<p title="${hostile}">${hostile}</p>`.text).toBe(
    '<p title="&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>',
  );
});

test('markup within markup is not escaped again, lists are joined, and nothing is left out', () => {
  const items = ['a', 'b'].map((item) => markup`<li>${item}</li>`);
  expect(markup`<ul>${items}${null}</ul>${[1, ' ', 2]}`.text).toBe('<ul><li>a</li><li>b</li></ul>1 2');
  expect(markup`${new Markup('<b>')}`.text).toBe('<b>');
});

test('characters that neither HTML nor XML may hold are left out', () => {
  expect(markup`${'a\u0000\u001b[31mb\u009fc\uffffd\n'}`.text).toBe('a[31mbcd\n');
});
