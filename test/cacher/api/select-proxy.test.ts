import { describe, expect, test } from 'vitest';
import { selectProxy } from '../../../src/cacher/api/select-proxy.ts';

function choose(target: string, environment: Record<string, string>): string | null {
  const choice = selectProxy(new URL(target), environment);
  return choice.kind === 'refused' ? `${choice.variable} ${choice.reason}` : (choice.proxy?.href ?? null);
}

describe('selectProxy', () => {
  test.each([
    ['http://api/', { HTTP_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
    ['http://api/', { http_proxy: 'http://proxy:3128' }, 'http://proxy:3128/'],
    ['http://api/', { http_proxy: 'http://small:1', HTTP_PROXY: 'http://capital:2' }, 'http://small:1/'],
    ['http://api/', { http_proxy: '', HTTP_PROXY: 'http://capital:2' }, 'http://capital:2/'],
    ['http://api/', { HTTPS_PROXY: 'http://proxy:3128' }, null],
    ['https://api/', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
    ['https://api/', { https_proxy: 'http://proxy:3128' }, 'http://proxy:3128/'],
    ['https://api/', { HTTP_PROXY: 'http://proxy:3128' }, null],
    ['https://api/', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128/'],
    ['https://api/', { HTTPS_PROXY: 'https://user:p%40ss@proxy' }, 'https://user:p%40ss@proxy/'],
    ['http://api/', {}, null],
  ])('reaches %s with %j by %s', (target, environment, proxy) => {
    expect(choose(target, environment as Record<string, string>)).toBe(proxy);
  });

  test.each([
    ['socks5://proxy:1080', 'HTTP_PROXY has the scheme socks5://; must be http:// or https://'],
    ['http://', 'HTTP_PROXY is no address; must be one such as http://proxy:3128'],
    ['http://proxy:port', 'HTTP_PROXY is no address; must be one such as http://proxy:3128'],
  ])('refuses the proxy %s', (proxy, complaint) => {
    expect(choose('http://api/', { HTTP_PROXY: proxy })).toBe(complaint);
  });

  test.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ])('never reaches %s by a proxy', (host) => {
    expect(choose(`http://${host}:8051/`, { HTTP_PROXY: 'http://proxy' })).toBeNull();
  });

  test.each([
    ['api.example', 'api.example', true],
    ['api.example', 'API.Example', true],
    ['api.example', 'example', true],
    ['api.example', '.example', true],
    ['api.example', '*.example', true],
    ['api.example.', 'example', true],
    ['myexample', 'example', false],
    ['example', '.example', true],
    ['api.example', 'other.example', false],
    ['api.example', 'other.example, api.example', true],
    ['api.example', 'other.example api.example', true],
    ['api.example', '*', true],
    ['api.example', ' , ', false],
    ['api.example', '.', false],
    ['api.example:8051', 'api.example:8051', true],
    ['api.example:8051', 'api.example:8052', false],
    ['api.example', 'api.example:80', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.0.0.0/99', false],
    ['10.1.2.3', '2.3', false],
    ['api.example', '10.0.0.0/8', false],
    ['[fd00::1]', 'fd00::1', true],
    ['[fd00::1]:8051', '[fd00::1]:8051', true],
    ['[fd00::1]:8051', '[fd00::1]:80', false],
    ['[fd00::1]', 'fd00::/8', true],
    ['[fe00::1]', 'fd00::/8', false],
  ])('of %s with NO_PROXY=%s: without a proxy is %s', (host, exceptions, isDirect) => {
    for (const name of ['NO_PROXY', 'no_proxy'])
      expect(choose(`http://${host}/`, { HTTP_PROXY: 'http://proxy', [name]: exceptions }) === null).toBe(
        isDirect,
      );
  });
});
